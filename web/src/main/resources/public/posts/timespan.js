/** A timeline shorter than this would be all noise. */
const SHORTEST_MS = 600_000;

/** How wide the bars may be, as people count time. */
const STEPS_MS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200].map((s) => s * 1_000);

/**
 * What a timeline covers, from the oldest post to now, in bars of a round number of seconds. It moves on only by whole
 * bars, so that they don't flicker.
 *
 * @param {number|undefined} oldest when the oldest post was written @param {number} now @param {number} most bars
 * @returns {{from: number, to: number, step: number, bars: number}} milliseconds
 */
export function timespan(oldest, now, most) {
  const length = Math.max(SHORTEST_MS, now - (oldest ?? now));
  const step = STEPS_MS.find((s) => length / s <= most - 2) ?? STEPS_MS.at(-1);
  const to = (Math.floor(now / step) + 1) * step;
  const bars = Math.min(most, Math.ceil(length / step) + 1);
  return { from: to - bars * step, to, step, bars };
}

/**
 * How many posts each bar stands for, and how many of them pass.
 *
 * @returns {{all: Uint32Array, passing: Uint32Array, highest: number}}
 */
export function histogram(posts, { from, step, bars }, passes) {
  const all = new Uint32Array(bars);
  const passing = new Uint32Array(bars);
  for (const post of posts) {
    const bar = Math.floor((post.created - from) / step);
    if (bar < 0 || bar >= bars) continue;
    all[bar]++;
    if (passes(post)) passing[bar]++;
  }
  return { all, passing, highest: all.reduce((a, b) => Math.max(a, b), 0) };
}
