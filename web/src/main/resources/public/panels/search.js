import { html, render } from 'lit-html';
import { asked, onReturn, remember } from '../address.js';
import { Filter } from '../filter/filter.js';
import { words } from '../words.js';
import { say } from './say.js';
import { icon } from './icon.js';

/** What is typed filters after this long, so that a word is not looked for letter by letter. */
const PAUSE_MS = 120;

/**
 * The search box. A term that is finished, by a blank, Enter or leaving the box, becomes a pill that can be removed; what is
 * still being typed filters too. The filter stands in the page's address as `q`, so that Back undoes it.
 */
export class Search {
  #view;
  #pills;
  #input;
  #error;
  #filter = new Filter('');
  #timer = 0;

  /** @param {HTMLFormElement} root */
  constructor(root, view) {
    this.#view = view;
    this.#pills = root.querySelector('.pills');
    this.#input = root.querySelector('input');
    this.#error = root.querySelector('.error');
    root.addEventListener('submit', (e) => {
      e.preventDefault();
      this.#finish();
    });
    this.#input.addEventListener('input', () => this.#typed());
    this.#input.addEventListener('change', () => this.#finish());
    this.#input.addEventListener('keydown', (e) => this.#key(e));
    this.#pills.addEventListener('click', ({ target }) => this.#removed(target.closest('button')?.dataset.term));
    root.addEventListener('click', ({ target }) => target.closest('button, input') || this.focus());
    onReturn(() => this.#read());
    this.#read();
  }

  focus() {
    this.#input.focus();
    this.#input.select();
  }

  /** Puts a term in, or takes it out where it is there. */
  toggle(term) {
    this.#set(this.#filter.toggle(term));
    remember({ q: this.#filter.empty ? null : this.#filter.text });
  }

  #read() {
    this.#input.value = '';
    this.#set(new Filter(asked('q') ?? ''));
  }

  #typed() {
    clearTimeout(this.#timer);
    const { value } = this.#input;
    const finished = /\s$/u.test(value) && (value.match(/["“”]/gu)?.length ?? 0) % 2 === 0;
    if (finished) this.#finish();
    else this.#timer = setTimeout(() => this.#apply(), PAUSE_MS);
  }

  /** What is typed becomes pills; what can't be understood stays, to be mended. */
  #finish() {
    clearTimeout(this.#timer);
    if (this.#input.value.trim() === '') return this.#apply();
    const typed = new Filter(this.#input.value);
    this.#input.value = typed.errors.join(' ');
    this.#set(new Filter(`${this.#filter.text} ${typed.text}`));
    remember({ q: this.#filter.empty ? null : this.#filter.text });
  }

  #key(event) {
    if (event.key === 'Escape') {
      if (this.#input.value === '') this.#input.blur();
      this.#input.value = '';
      this.#apply();
    } else if (event.key === 'Backspace' && this.#input.value === '' && this.#filter.terms.length > 0) {
      this.#removed(this.#filter.terms.at(-1).text);
    } else return;
    event.preventDefault();
  }

  #removed(term) {
    if (term === undefined) return;
    this.toggle(term);
    this.#input.focus();
  }

  #set(filter) {
    this.#filter = filter;
    render(filter.terms.map(({ text }) => html`<li class="pill"><bdi>${text}</bdi><button type="button" data-term=${text} aria-label=${
      words.removeTerm(text)} title=${words.removeTerm(text)}>${icon('x')}</button></li>`), this.#pills);
    this.#apply();
  }

  /** Filters by the pills and what is typed. */
  #apply() {
    const whole = new Filter(`${this.#filter.text} ${this.#input.value}`);
    this.#error.hidden = whole.errors.length === 0;
    say(this.#error, whole.errors.length > 0 ? words.noSuchTerm(whole.errors.join(' ')) : '');
    this.#input.setAttribute('aria-invalid', String(whole.errors.length > 0));
    if (whole.text !== (this.#view.filter?.text ?? '')) this.#view.setFilter(whole.empty ? null : whole);
  }
}
