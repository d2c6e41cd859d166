/** How much faster than it was. */
export const SPEEDS = [1, 10, 60];

/**
 * Plays the past again: a window in time that moves on as fast as it is told, until it reaches the present. Pure; whoever
 * uses it tells it the time.
 */
export class Replay {
  #at = null;
  #speed = SPEEDS[1];

  get speed() {
    return this.#speed;
  }

  get playing() {
    return this.#at !== null;
  }

  /** The next speed there is. */
  faster() {
    this.#speed = SPEEDS[(SPEEDS.indexOf(this.#speed) + 1) % SPEEDS.length];
  }

  /** @param {number} time when it starts, on any clock */
  play(time) {
    this.#at = time;
  }

  stop() {
    this.#at = null;
  }

  /**
   * Where the window is now.
   *
   * @param {{from: number, to: number}} window where it was @param {number} time on the clock of {@link play} @param {number} end the present
   * @returns {{from: number, to: number}|null} null when it has reached the present, which ends it
   */
  move({ from, to }, time, end) {
    const moved = (time - this.#at) * this.#speed;
    this.#at = time;
    if (to + moved < end) return { from: from + moved, to: to + moved };
    this.stop();
    return null;
  }
}
