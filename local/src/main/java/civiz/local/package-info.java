/** The whole path in one process: what a developer starts first. */
@NullMarked
package civiz.local;

import org.jspecify.annotations.NullMarked;
