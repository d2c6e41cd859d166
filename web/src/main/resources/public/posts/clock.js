/** A browser's clock is trusted when it is this close to the server's. */
const TOLERANCE_MS = 2_000;

/** The server's time: posts carry it, and a browser's own clock may be minutes off, which would make every age a lie. */
export class Clock {
  #offset = 0;

  /** @param {string} at what the server's clock said just now */
  set(at) {
    const offset = Date.parse(at) - Date.now();
    if (Number.isFinite(offset)) this.#offset = Math.abs(offset) > TOLERANCE_MS ? offset : 0;
  }

  /** Milliseconds since 1970, by the server's clock. */
  now = () => Date.now() + this.#offset;
}
