import { commonPlace } from '../posts/grouping.js';
import { words } from '../words.js';

/** A screen reader is told no more often than this: a summary, never a stream. */
const EVERY_MS = 60_000;

/** Tells those who do not see the map how many posts came, and where most of them are. */
export class Announcer {
  #region;
  #posts = [];
  #count = 0;

  /** @param {HTMLElement} region a polite live region */
  constructor(region) {
    this.#region = region;
    setInterval(() => this.#announce(), EVERY_MS);
  }

  arrived(post) {
    this.#count++;
    if (this.#posts.length < 1_000) this.#posts.push(post);
  }

  /** A tab that nobody looks at says nothing, and tells all of it when someone does again. */
  #announce() {
    if (document.hidden || this.#count === 0) return;
    // Set even where it says the same as before: that many came again.
    this.#region.textContent = words.summary(this.#count, commonPlace(this.#posts));
    this.#posts = [];
    this.#count = 0;
  }
}
