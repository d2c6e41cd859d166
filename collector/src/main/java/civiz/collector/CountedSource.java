package civiz.collector;

import civiz.collector.source.PostSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * A source, and what became of its posts.
 *
 * @param counts of this source alone
 */
record CountedSource(PostSource source, Counts counts) {
  CountedSource(PostSource source) {
    this(source, new Counts());
  }

  /** What became of the posts of all, and of what the collector itself published. */
  static Counts.Snapshot sum(List<CountedSource> sources, Counts own) {
    return Counts.Snapshot.sum(
        Stream.concat(sources.stream().map(CountedSource::counts), Stream.of(own)).map(Counts::snapshot)
            .toList());
  }

  String name() {
    return source.name();
  }
}
