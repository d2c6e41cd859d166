/** Lists and numbers that change more often than this can't be read, in milliseconds. */
const EVERY_MS = 200;

/** What takes long is done less often: so much of the time at most; but at least this often, in milliseconds. */
const SHARE = 0.05;
const MOST_MS = 5_000;

/** Runs something soon, in a task of its own, but again only when the pause since the last time is over, and then once. */
export function spaced(run, every = EVERY_MS) {
  let next = -Infinity;
  let timer = null;
  return () => {
    if (timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      const began = performance.now();
      run();
      next = began + Math.max(every, Math.min(MOST_MS, (performance.now() - began) / SHARE));
    }, Math.max(0, next - performance.now()));
  };
}
