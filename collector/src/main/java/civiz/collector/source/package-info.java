/** Where posts come from. Each source is the only importer of its vendor's library. */
@NullMarked
package civiz.collector.source;

import org.jspecify.annotations.NullMarked;
