import { html, nothing, render } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { asked, onReturn, remember } from '../address.js';
import { words } from '../words.js';

/** So many connections have to fail before the address is doubted. */
const FAILURES = 2;

/** The areas there are: with one its name, with several a choice, which stands in the page's address. */
export class Areas {
  #root;
  #trouble;
  #onChoose;
  #failures = 0;
  #lost = false;
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
    if (lost === this.#lost) return;
    this.#lost = lost;
    render(lost ? html`${words.noFeed(this.chosen)} <a href=${location.pathname}>${words.firstArea}</a>` : nothing, this.#trouble);
  }

  /** What a hello says: which area this is, and which there are. */
  show(area, areas) {
    document.title = `${words.areaName(area)} · Civiz`;
    const names = Array.isArray(areas) ? areas.map(String) : [];
    render(names.length < 2 ? html`<span class="area-name">${words.areaName(area)}</span>` : this.#choice(area, names), this.#root);
  }

  /** What is chosen is what the server says, whatever was clicked. */
  #choice(area, names) {
    const options = names.map((name) => html`<option value=${name} .selected=${live(name === area)}>${words.areaName(name)}</option>`);
    return html`<span class="area-name" hidden>${words.areaName(area)}</span><select aria-label=${words.area} @change=${
      ({ target }) => this.#choose(target.value)}>${options}</select>`;
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
