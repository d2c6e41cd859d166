import { html, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { groupByPlace } from '../posts/grouping.js';
import { words } from '../words.js';
import { say } from './say.js';
import { keepingFocus } from './focus.js';

/** More places than these are not listed: nobody reads on. */
const MAX = 200;

/** The places that posts name without a position, those that most name first. Choosing one lists its posts. */
export class PlaceList {
  #root;
  #view;
  #clock;
  #tab;
  #list;
  #empty;
  #places = new Map();

  /** @param {HTMLElement} root the list's panel @param {HTMLElement} tab says how many posts there are in it */
  constructor(root, tab, view, clock, onChoose) {
    this.#root = root;
    this.#view = view;
    this.#clock = clock;
    this.#tab = tab.querySelector('.number');
    this.#list = root.querySelector('ul');
    this.#empty = root.querySelector('.empty');
    say(this.#empty, words.emptyPlaces);
    this.#list.addEventListener('click', ({ target, detail }) => {
      const place = this.#places.get(target.closest('[data-place]')?.dataset.place);
      if (place) onChoose(place, detail === 0);
    });
  }

  update() {
    const all = groupByPlace(this.#view.shown);
    say(this.#tab, words.number(all.reduce((sum, p) => sum + p.count, 0)));
    if (this.#root.hidden) return;
    const places = all.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name)).slice(0, MAX);
    this.#places = new Map(places.map((p) => [p.key, p]));
    keepingFocus(this.#list, () => render(repeat(places, ({ key }) => key, (place) => this.#item(place)), this.#list));
    this.#empty.hidden = places.length > 0;
  }

  #item({ key, name, count, newest }) {
    return html`<li><button type="button" data-place=${key}><span class="mark" data-exact="false" data-age="2"></span><bdi>${
      name || words.unnamedPlace}</bdi><span class="number">${words.number(count)}</span><span class="newest">${
      words.newest(this.#clock.now() - newest)}</span></button></li>`;
  }
}
