/** The first retry comes after at most this long: most interruptions are a restart or a change of network. */
const FIRST_MS = 500;

/** However long a server is away, a browser asks again at least this often. */
const LIMIT_MS = 30_000;

/**
 * How long to wait before the next attempt: doubling, with jitter, so that the viewers of a restarted server do not
 * all come back in the same moment.
 */
export class Backoff {
  #attempt = 0;
  #random;

  constructor(random = Math.random) {
    this.#random = random;
  }

  /** Milliseconds until the next attempt: between half of the step and the whole of it. */
  next() {
    const step = Math.min(LIMIT_MS, FIRST_MS * 2 ** this.#attempt);
    if (step < LIMIT_MS) this.#attempt++;
    return step * (0.5 + this.#random() / 2);
  }

  reset() {
    this.#attempt = 0;
  }
}
