package civiz.collector;

import civiz.collector.source.PostSource;
import java.util.List;

final class Sources {
  private Sources() {}

  static List<PostSource> open(CollectorConfig config) {
    return List.of();
  }
}
