package civiz.collector.source;

import civiz.contract.Limits;
import civiz.contract.Post;
import civiz.contract.Rights;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A record of an account's repository in the AT Protocol, as a commit made it.
 *
 * @param did        the account
 * @param collection the kind of record (NSID)
 * @param rkey       its name within the collection
 * @param value      its members
 * @param seen       when the network first showed this version, by the server's clock
 */
record JetstreamRecord(String did, String collection, String rkey, JsonNode value, Instant seen) {
  /** In the ids of posts and authors. */
  static final String SOURCE = "jetstream";

  /** DIDs, collections and record keys as the AT Protocol has them, less what could not stand in an address. */
  private static final Pattern DID = Pattern.compile("did:[a-z]+:[A-Za-z0-9._:%-]+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:~-]+");

  /** @throws IllegalArgumentException naming the member that is not of its form */
  JetstreamRecord {
    require("did", DID, did);
    require("commit.collection", NAME, collection);
    require("commit.rkey", NAME, rkey);
  }

  private static void require(String member, Pattern form, String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(member + " " + Limits.quote(text) + " is not of its form");
    }
  }

  /** {@code jetstream:did:plc:…/app.beaconbits.beacon/3k…}: what the AT Protocol writes behind {@code at://}. */
  String id() {
    return SOURCE + ":" + did + "/" + collection + "/" + rkey;
  }

  static String authorId(String did) {
    return SOURCE + ":" + did;
  }

  /**
   * A member's text.
   *
   * @return null when it is missing or blank
   * @throws IllegalArgumentException when it is anything else than a string
   */
  @Nullable
  String text(String member) {
    return text(value, member);
  }

  static @Nullable String text(JsonNode object, String member) {
    JsonNode node = object.path(member);
    if (node.isMissingNode() || node.isNull()) return null;
    if (!node.isString()) throw new IllegalArgumentException(member + " is not a string");
    return node.stringValue().isBlank() ? null : node.stringValue();
  }

  /**
   * The post that this record is. The stream knows accounts by their DID only: handles and names are elsewhere, and
   * change. Its rights are open: the account published the record in a repository that the protocol hands out whole,
   * to anybody, without terms of display; what is deleted there is taken back here.
   *
   * @throws IllegalArgumentException naming the member that breaks a limit
   */
  Post post(JetstreamLocation location, Post.@Nullable Place place, @Nullable String text, String url,
      Map<String, JsonNode> more) {
    Post.Author author = new Post.Author(authorId(did), did, null, null);
    return new Post(id(), location.point(), location.exact(), SOURCE, created(), author, shortened(text),
        null,
        Limits.webUrl(url), place, List.of(), List.of(), Rights.OPEN, more);
  }

  /** Records have no limit of their own; the end is what a reader of a map misses least. */
  private static String shortened(@Nullable String text) {
    if (text == null) return "";
    if (text.length() <= Limits.TEXT) return text;
    int end = Limits.TEXT - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** What the author's program says, but never later than it was seen. */
  private Instant created() {
    String text = text("createdAt");
    if (text == null) return seen;
    try {
      Instant created = OffsetDateTime.parse(text).toInstant();
      return created.isBefore(seen) ? created : seen;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("createdAt " + Limits.quote(text) + " is not an RFC 3339 time", e);
    }
  }
}
