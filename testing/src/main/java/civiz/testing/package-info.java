/** Real parts for tests: a Redis that can die, stand-in servers, a proxy that breaks connections, processes. */
@NullMarked
package civiz.testing;

import org.jspecify.annotations.NullMarked;
