import { countByAge } from '../posts/age.js';
import { words } from '../words.js';
import { element, say } from './element.js';

/** What colours and sizes mean, and how many posts there are of each. */
export class Legend {
  #view;
  #clock;
  #counts = [];
  #places;

  /** @param {HTMLDetailsElement} root */
  constructor(root, view, clock) {
    this.#view = view;
    this.#clock = clock;
    const list = root.querySelector('ul');
    words.ages.forEach((label, age) => this.#counts.push(entry(list, label, { 'data-age': String(age), 'data-exact': 'true' })));
    this.#places = entry(list, words.onlyPlaceCount, { 'data-exact': 'false', 'data-age': '2' });
  }

  update() {
    const { ages, places } = countByAge(this.#view.shown, this.#clock.now());
    ages.forEach((count, age) => say(this.#counts[age], words.number(count)));
    say(this.#places, words.number(places));
  }
}

function entry(list, label, mark) {
  const count = element('span', { class: 'number' }, '0');
  list.append(element('li', {}, element('span', { class: 'mark', ...mark }), element('span', {}, label), count));
  return count;
}
