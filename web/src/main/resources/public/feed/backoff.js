/** The first retry comes after at most this long: most interruptions are a restart or a change of network. */
const FIRST_MS = 500;

/** However long a server is away, a browser asks again at least this often. */
const LIMIT_MS = 30_000;

/** What a server that goes away may ask for at most; what asks for more was not written by one. */
const MOST_ASKED_MS = 60_000;

/** Without a time of its own, a viewer of a server that goes away waits between this and four times as long. */
const UNASKED_MS = 1_000;

/**
 * How long to wait after a server went away, in milliseconds. It knows how many viewers it had, and spreads them: the
 * close frame's reason says `retry 2.714`, in seconds.
 */
export function returnAfter(reason, random = Math.random) {
  const asked = /^retry ([0-9]{1,3}(?:\.[0-9]{1,3})?)$/.exec(reason);
  const wait = asked === null ? NaN : Number(asked[1]) * 1_000;
  return wait <= MOST_ASKED_MS ? wait : UNASKED_MS * (1 + 3 * random());
}

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
