package civiz.collector.source;

/** Carries a {@link StreamFailure} up to whoever connects. Its message is the failure's, one line without a secret. */
final class StreamFailureException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient StreamFailure failure;

  StreamFailureException(StreamFailure failure) {
    super(failure.why());
    this.failure = failure;
  }

  StreamFailure failure() {
    return failure;
  }
}
