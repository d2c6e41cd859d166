import { asked, onReturn, remember } from '../address.js';
import { countByAge } from '../posts/age.js';
import { COLOURED } from '../posts/kinds.js';
import { words } from '../words.js';
import { element, say } from './element.js';

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
  #entries = [];
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
    this.#modes = Object.entries(words.colours).map(([mode, label]) => {
      const radio = element('input', { type: 'radio', name: 'colours', value: mode });
      radio.addEventListener('change', () => this.#choose(mode));
      return { mode, radio, label: element('label', {}, radio, element('span', {}, label)) };
    });
    const group = root.querySelector('.modes');
    group.setAttribute('aria-label', words.coloursTell);
    group.append(...this.#modes.map(({ label }) => label));
    onReturn(() => this.#read());
    this.#read();
  }

  update() {
    const { colours, shown, kinds } = this.#view;
    say(this.#root.querySelector('summary'), words.colours[colours]);
    const { ages, places } = countByAge(shown, this.#clock.now());
    const points = shown.length - places;
    const rows = kinds === null
      ? words.ages.map((label, age) => ({ label, count: ages[age], mark: { 'data-age': String(age), 'data-exact': 'true' } }))
      : this.#kindRows(KINDS[colours], kinds, kinds.count(shown));
    rows.push({ label: words.exactPointCount, count: points, term: 'is:point', mark: { class: 'mark exact' } });
    rows.push({ label: words.onlyPlaceCount, count: places, term: 'is:place', mark: { 'data-exact': 'false', 'data-age': '2' } });
    this.#show(rows);
  }

  #kindRows({ term, name }, kinds, counts) {
    const rows = kinds.values.map((value, kind) => ({ label: name(value), count: counts[kind], term: term(value), mark: { 'data-kind': String(kind) } }));
    if (counts[COLOURED] > 0) rows.push({ label: words.others, count: counts[COLOURED], mark: { 'data-kind': String(COLOURED) } });
    return rows;
  }

  /** Makes the rows anew only where there are others, so that none loses the focus. */
  #show(rows) {
    const same = rows.length === this.#entries.length && rows.every((row, i) => row.label === this.#entries[i].label);
    if (!same) {
      this.#entries = rows.map(entry);
      this.#list.replaceChildren(...this.#entries.map(({ item }) => item));
    }
    rows.forEach(({ count, term }, i) => {
      const { number, item } = this.#entries[i];
      say(number, words.number(count));
      if (term) item.firstChild.setAttribute('aria-pressed', String(this.#view.filter?.has(term) ?? false));
    });
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
    for (const one of this.#modes) one.radio.checked = one.mode === mode;
    this.#view.setColours(mode);
  }
}

function entry({ label, term, mark }) {
  const number = element('span', { class: 'number' });
  const parts = [element('span', { class: 'mark', ...mark }), element('bdi', {}, label), number];
  const row = term
    ? element('button', { type: 'button', 'data-term': term, title: words.filterBy(label) }, ...parts)
    : element('div', {}, ...parts);
  return { label, number, item: element('li', {}, row) };
}
