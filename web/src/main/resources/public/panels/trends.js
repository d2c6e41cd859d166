import { html, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { readTerms, trends } from '../posts/trends.js';
import { words } from '../words.js';
import { say } from './say.js';
import { keepingFocus } from './focus.js';
import { sparkline } from './sparkline.js';

/** Posts that are read at a stretch. */
const STRETCH = 1_000;

/** What rises now, hashtags and words, each with its count and its last two hours. Pressing one filters by it. */
export class Trends {
  #root;
  #list;
  #empty;
  #view;
  #clock;
  #timer = 0;

  /** @param {HTMLElement} root the panel @param {(term: string) => void} toggle puts a term into the filter, or takes it out */
  constructor(root, view, clock, toggle) {
    this.#root = root;
    this.#list = root.querySelector('ul');
    this.#empty = root.querySelector('.empty');
    this.#view = view;
    this.#clock = clock;
    say(this.#empty, words.emptyTrends);
    this.#list.addEventListener('click', ({ target }) => {
      const term = target.closest('[data-term]')?.dataset.term;
      if (term) toggle(term);
    });
  }

  /** Counts anew, while anyone looks. */
  update() {
    clearTimeout(this.#timer);
    if (this.#root.hidden) return;
    if (!readTerms(this.#view.shown, STRETCH)) {
      this.#timer = setTimeout(() => this.update());
      return;
    }
    const rising = trends(this.#view.shown, this.#clock.now());
    keepingFocus(this.#list, () => render(repeat(rising, ({ term }) => term, (trend) => this.#item(trend)), this.#list));
    this.#empty.hidden = rising.length > 0;
  }

  #item({ written, count, points }) {
    const pressed = this.#view.filter?.has(written) ?? false;
    return html`<li><button type="button" data-term=${written} title=${words.filterBy(written)} aria-pressed=${pressed}><bdi>${
      written}</bdi><span class="number">${words.posts(count)}</span>${sparkline(points)}</button></li>`;
  }
}
