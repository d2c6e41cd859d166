/**
 * What crosses Redis: the post, the area, the feed's events and keys, and their JSON. Both processes depend on
 * it; it depends on nothing but a JSON library. The same rules in prose, for other languages: contract/README.md.
 */
@NullMarked
package civiz.contract;

import org.jspecify.annotations.NullMarked;
