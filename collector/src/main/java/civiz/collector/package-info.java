/** Sources to Redis: {@code PostSource ▶ Collector ▶ FeedPublisher}, one file a hop. */
@NullMarked
package civiz.collector;

import org.jspecify.annotations.NullMarked;
