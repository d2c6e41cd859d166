package civiz.web;

import java.util.Locale;

/** Why an upgrade does not become a viewer, or what was asked for is not answered: the answer's status, and how such answers are counted. */
enum Refusal {
  /** A page of another origin asks. */
  FOREIGN(403),
  /** There is no such area. */
  UNKNOWN_AREA(404),
  /** The query has something that can't be read. */
  BAD_QUERY(400),
  /** What is asked for is of an epoch that is over. */
  OTHER_EPOCH(410),
  /** The process ends. */
  GOING_AWAY(503),
  /** The log was not read yet. */
  NOT_READY(503),
  /** There are as many viewers as this process takes. */
  FULL(503),
  /** More come at once than this process takes. */
  TOO_FAST(503),
  /** The client's address has as many viewers as one may have. */
  ADDRESS_FULL(429),
  /** The client's address comes too often. */
  ADDRESS_TOO_FAST(429);

  /** The answer's status. */
  final int status;

  Refusal(int status) {
    this.status = status;
  }

  /** Whether the same request may be let in a little later. */
  boolean isForNow() {
    return status == 503 || status == 429;
  }

  /** As a metric's label. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
