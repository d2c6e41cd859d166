/** Rows drawn above and below what is visible, so that a quick scroll finds them there. */
const SPARE = 6;

/**
 * Which rows of a long list have to exist.
 *
 * @param {number} scrollTop pixels @param {number} height of the visible part @param {number} rowHeight @param {number} count
 * @returns {{first: number, end: number}} the first row, and the one after the last
 */
export function rowsInSight(scrollTop, height, rowHeight, count) {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - SPARE);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + SPARE);
  return { first: Math.min(first, end), end };
}

/**
 * Where to scroll so that what is read stays where it is when the rows have changed.
 *
 * @param {string[]} before the ids in the order they were in @param {string[]} after the ids now
 * @returns {number} the new scrollTop
 */
export function anchored(scrollTop, rowHeight, before, after) {
  const places = new Map(after.map((id, i) => [id, i]));
  for (let i = Math.floor(scrollTop / rowHeight); i < before.length; i++) {
    const now = places.get(before[i]);
    if (now !== undefined) return Math.max(0, scrollTop + (now - i) * rowHeight);
  }
  return scrollTop;
}
