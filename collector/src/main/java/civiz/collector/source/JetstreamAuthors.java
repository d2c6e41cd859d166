package civiz.collector.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Remembers in Redis whose posts were handed over. Jetstream tells every subscriber of every account in the network
 * that is deleted or suspended, several a minute, and of deleted records all over the world. A retraction of each
 * would be a search of the log, and would push the posts out of it. So only those of accounts that had a post here
 * are passed on, also by the next collector. Used by the stream's thread; each call asks Redis.
 */
final class JetstreamAuthors {
  /** A day longer than a log can remember (RETENTION). */
  private static final Duration KEEP = Duration.ofDays(8);

  private final SourceMemory memory;

  JetstreamAuthors(SourceMemory memory) {
    this.memory = memory;
  }

  /** @throws SourceMemory.Away when it could not be remembered */
  void remember(String did) {
    memory.count(counter(did), 1, KEEP);
  }

  /** @throws SourceMemory.Away when nobody knows */
  boolean knows(String did) {
    return memory.count(counter(did), 0, KEEP) > 0;
  }

  /** Text from the world is no part of a key. */
  private static String counter(String did) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(did.getBytes(StandardCharsets.UTF_8));
      return JetstreamRecord.SOURCE + ":author:" + HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
