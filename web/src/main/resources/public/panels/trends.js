import { trends } from '../posts/trends.js';
import { words } from '../words.js';
import { element, say } from './element.js';
import { sparkline } from './sparkline.js';

/** What rises now, hashtags and words, each with its count and its last two hours. Pressing one filters by it. */
export class Trends {
  #root;
  #list;
  #empty;
  #view;
  #clock;
  #items = new Map();

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
    if (this.#root.hidden) return;
    const rising = trends(this.#view.shown, this.#clock.now());
    const terms = new Set(rising.map(({ term }) => term));
    for (const [term, item] of this.#items) {
      if (terms.has(term)) continue;
      item.remove();
      this.#items.delete(term);
    }
    rising.forEach((trend, i) => this.#put(trend, i));
    this.#empty.hidden = rising.length > 0;
  }

  #put({ term, written, count, points }, index) {
    const item = this.#items.get(term) ?? this.#add(term, written);
    item.querySelector('.sparkline').replaceWith(sparkline(points));
    say(item.querySelector('.number'), words.posts(count));
    item.firstChild.setAttribute('aria-pressed', String(this.#view.filter?.has(item.firstChild.dataset.term) ?? false));
    if (this.#list.children[index] !== item) this.#list.insertBefore(item, this.#list.children[index] ?? null);
  }

  #add(term, written) {
    const item = element('li', {}, element('button', { type: 'button', 'data-term': written, title: words.filterBy(written) },
      element('bdi', {}, written), element('span', { class: 'number' }), sparkline([])));
    this.#items.set(term, item);
    return item;
  }
}
