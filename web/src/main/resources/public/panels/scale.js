import { words } from '../words.js';
import { say } from './say.js';

/** What the colours of the heat layer mean, shown while it is. */
export class Scale {
  #root;
  #name;
  #bottom;
  #top;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#name = root.querySelector('figcaption');
    this.#bottom = root.querySelector('.bottom');
    this.#top = root.querySelector('.top');
  }

  /** @param {{share: boolean, top: number}|null} scale see map/heat.js; null hides it */
  show(scale) {
    this.#root.hidden = scale === null;
    if (scale === null) return;
    say(this.#name, scale.share ? words.heatShare : words.heatDensity);
    const written = scale.share ? words.percent : words.rough;
    say(this.#bottom, written(0));
    say(this.#top, written(scale.top));
  }
}
