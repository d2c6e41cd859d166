import { asked, onReturn, remember } from '../address.js';
import { words } from '../words.js';
import { element, say } from './element.js';

/** So many connections have to fail before the address is doubted. */
const FAILURES = 2;

/** The areas there are: with one its name, with several a choice, which stands in the page's address. */
export class Areas {
  #root;
  #trouble;
  #onChoose;
  #failures = 0;
  #select = null;
  #followed;

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} trouble says so when the area in the address has no feed
   * @param {(area: string|null) => void} onChoose told of a choice, also by Back
   */
  constructor(root, trouble, onChoose) {
    this.#root = root;
    this.#trouble = trouble;
    this.#onChoose = onChoose;
    this.#followed = this.chosen;
    onReturn(() => this.chosen === this.#followed || this.#follow(this.chosen));
  }

  /** The area in the page's address; null lets the server choose. */
  get chosen() {
    return asked('area') || null;
  }

  /** A server refuses an area that it does not have, and a browser does not say why it was refused. */
  link({ name }) {
    if (name === 'open') this.#failures = 0;
    else if (name === 'waiting') this.#failures++;
    const lost = this.chosen !== null && this.#failures >= FAILURES && this.#root.childElementCount === 0;
    if (lost === this.#trouble.hasChildNodes()) return;
    this.#trouble.replaceChildren(...(lost
      ? [words.noFeed(this.chosen), ' ', element('a', { href: location.pathname }, words.firstArea)] : []));
  }

  /** What a hello says: which area this is, and which there are. */
  show(area, areas) {
    document.title = `${words.areaName(area)} · Civiz`;
    if (!Array.isArray(areas) || areas.length < 2) {
      this.#select = null;
      this.#root.replaceChildren(element('span', { class: 'area-name' }, words.areaName(area)));
      return;
    }
    const names = areas.map(String);
    if (this.#select?.options.length !== names.length) this.#build(names);
    this.#select.value = area;
    say(this.#root.querySelector('.area-name'), words.areaName(area));
  }

  #build(names) {
    this.#select = element('select', { 'aria-label': words.area },
      ...names.map((name) => element('option', { value: name }, words.areaName(name))));
    this.#select.addEventListener('change', () => this.#choose(this.#select.value));
    this.#root.replaceChildren(element('span', { class: 'area-name', hidden: true }), this.#select);
  }

  #choose(area) {
    remember({ area, box: null, at: null, when: null, post: null, place: null });
    this.#follow(area);
  }

  #follow(area) {
    this.#followed = area;
    this.#onChoose(area);
  }
}
