package civiz.contract;

/** Where a post is: an exact {@link Point}, or the {@link BoundingBox} of the place it names. */
public sealed interface Location permits Point, BoundingBox {}
