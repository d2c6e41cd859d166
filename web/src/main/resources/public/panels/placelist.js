import { groupByPlace } from '../posts/grouping.js';
import { words } from '../words.js';
import { element, say } from './element.js';

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
  #items = new Map();

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
    for (const [key, item] of this.#items) {
      if (this.#places.has(key)) continue;
      item.remove();
      this.#items.delete(key);
    }
    places.forEach((place, i) => this.#put(place, i));
    this.#empty.hidden = places.length > 0;
  }

  #put(place, index) {
    const item = this.#items.get(place.key) ?? this.#add(place);
    const [count, newest] = item.querySelectorAll('.number, .newest');
    say(count, words.number(place.count));
    say(newest, words.newest(this.#clock.now() - place.newest));
    if (this.#list.children[index] !== item) this.#list.insertBefore(item, this.#list.children[index] ?? null);
  }

  #add({ key, name }) {
    const item = element('li', {}, element('button', { type: 'button', 'data-place': key },
      element('span', { class: 'mark', 'data-exact': 'false', 'data-age': '2' }),
      element('bdi', {}, name || words.unnamedPlace), element('span', { class: 'number' }), element('span', { class: 'newest' })));
    this.#items.set(key, item);
    return item;
  }
}
