import { html, nothing, render } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { asked, onReturn, remember } from '../address.js';
import { countByAge } from '../posts/age.js';
import { COLOURED } from '../posts/kinds.js';
import { words } from '../words.js';
import { say } from './say.js';
import { keepingFocus } from './focus.js';

/** What makes the colours of each kind a filter, and gives it a name. */
const KINDS = {
  source: { term: (value) => `source:${value}`, name: (value) => words.sourceName(value) },
  language: { term: (value) => value && `lang:${value}`, name: (value) => (value ? words.languageName(value) : words.noLanguage) },
};

/** What colours and sizes mean, and how many posts there are of each. Ages, sources or languages; to press one filters by it. */
export class Legend {
  #root;
  #list;
  #view;
  #clock;
  #toggle;
  #modes;

  /** @param {HTMLDetailsElement} root @param {(term: string) => void} toggle puts a term into the filter, or takes it out */
  constructor(root, view, clock, toggle) {
    this.#root = root;
    this.#list = root.querySelector('ul');
    this.#view = view;
    this.#clock = clock;
    this.#toggle = toggle;
    this.#list.addEventListener('click', ({ target }) => {
      const term = target.closest('[data-term]')?.dataset.term;
      if (term) this.#toggle(term);
    });
    this.#modes = root.querySelector('.modes');
    this.#modes.setAttribute('aria-label', words.coloursTell);
    onReturn(() => this.#read());
    this.#read();
  }

  update() {
    const { colours, shown, kinds } = this.#view;
    say(this.#root.querySelector('summary'), words.colours[colours]);
    const { ages, places } = countByAge(shown, this.#clock.now());
    const points = shown.length - places;
    const rows = kinds === null
      ? words.ages.map((label, age) => ({ label, count: ages[age], mark: { age, exact: true } }))
      : this.#kindRows(KINDS[colours], kinds, kinds.count(shown));
    rows.push({ label: words.exactPointCount, count: points, term: 'is:point', mark: { look: 'mark exact' } });
    rows.push({ label: words.onlyPlaceCount, count: places, term: 'is:place', mark: { age: 2, exact: false } });
    keepingFocus(this.#list, () => render(repeat(rows, ({ term, label }) => term || label, (entry) => this.#entry(entry)), this.#list));
  }

  #kindRows({ term, name }, kinds, counts) {
    const rows = kinds.values.map((value, kind) => ({ label: name(value), count: counts[kind], term: term(value), mark: { kind } }));
    if (counts[COLOURED] > 0) rows.push({ label: words.others, count: counts[COLOURED], mark: { kind: COLOURED } });
    return rows;
  }

  #entry({ label, count, term, mark: { look = 'mark', age = nothing, exact = nothing, kind = nothing } }) {
    const parts = html`<span class=${look} data-age=${age} data-exact=${exact} data-kind=${kind}></span><bdi>${
      label}</bdi><span class="number">${words.number(count)}</span>`;
    if (!term) return html`<li><div>${parts}</div></li>`;
    const pressed = this.#view.filter?.has(term) ?? false;
    return html`<li><button type="button" data-term=${term} title=${words.filterBy(label)} aria-pressed=${pressed}>${parts}</button></li>`;
  }

  #read() {
    const mode = asked('colours');
    this.#set(Object.hasOwn(words.colours, mode) ? mode : 'age');
  }

  #choose(mode) {
    remember({ colours: mode === 'age' ? null : mode });
    this.#set(mode);
  }

  #set(mode) {
    render(Object.entries(words.colours).map(([value, label]) => html`<label><input type="radio" name="colours" value=${value} .checked=${
      live(value === mode)} @change=${() => this.#choose(value)}><span>${label}</span></label>`), this.#modes);
    this.#view.setColours(mode);
  }
}
