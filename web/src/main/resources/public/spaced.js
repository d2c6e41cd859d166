/** Lists and numbers that change more often than this can't be read, in milliseconds. */
const EVERY_MS = 200;

/** Runs something at once, but again only when the pause since the last time is over, and then once. */
export function spaced(run, every = EVERY_MS) {
  let last = -Infinity;
  let timer = null;
  return () => {
    if (timer !== null) return;
    const wait = Math.max(0, last + every - performance.now());
    timer = setTimeout(() => {
      timer = null;
      last = performance.now();
      run();
    }, wait);
  };
}
