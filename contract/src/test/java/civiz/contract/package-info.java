@NullMarked
package civiz.contract;

import org.jspecify.annotations.NullMarked;
