package civiz.collector.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The v1.1 documents beside these tests. */
final class TweetFile {
  private TweetFile() {}

  static String read(String name) {
    try (InputStream in = TweetFile.class.getResourceAsStream("tweets/" + name + ".json")) {
      if (in == null) throw new IllegalArgumentException("no document " + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
