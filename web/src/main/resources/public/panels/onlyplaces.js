import { words } from '../words.js';
import { say } from './say.js';

/** What lists posts that name only a place: a term of the filter. */
const TERM = 'is:place';

/** Says above the list how many posts name only a place, since none of them is a dot on the map. Pressing it lists them alone. */
export class OnlyPlaces {
  #button;
  #view;

  /** @param {HTMLButtonElement} button @param {(term: string) => void} toggle puts a term into the filter, or takes it out */
  constructor(button, view, toggle) {
    this.#button = button;
    this.#view = view;
    button.addEventListener('click', () => toggle(TERM));
  }

  update() {
    const { shown, place, filter } = this.#view;
    const count = shown.reduce((sum, { exact }) => sum + (exact ? 0 : 1), 0);
    this.#button.hidden = count === 0 || place !== null;
    this.#button.setAttribute('aria-pressed', String(filter?.has(TERM) ?? false));
    say(this.#button.querySelector('.label'), words.onlyPlaces(count));
  }
}
