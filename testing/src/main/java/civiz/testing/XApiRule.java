package civiz.testing;

import org.jspecify.annotations.Nullable;

/**
 * A rule as X keeps it.
 *
 * @param id    of X's making
 * @param value what it matches
 * @param tag   its author's label, null when it has none
 */
public record XApiRule(String id, String value, @Nullable String tag) {}
