import { ageOf } from '../posts/age.js';
import { words } from '../words.js';
import { avatar, byline, displayName, whereabouts } from './byline.js';
import { element, say } from './element.js';
import { spoken, textNodes } from './text.js';

/** Letters of a text that can be seen in a row. */
const SEEN = 400;

/** Half a letter, where the cut went through one. */
const CUT = /[\uD800-\uDBFF]$/;

/** One post in the list. */
export class Row {
  #time;
  #mark;

  constructor(post, now) {
    this.post = post;
    const where = whereabouts(post, now);
    this.#mark = where.firstChild;
    this.#time = element('time', { datetime: new Date(post.created).toISOString() });
    const text = element('p', { class: 'text', dir: 'auto', lang: spoken(post.lang) });
    const seen = post.text.slice(0, SEEN).replace(CUT, '');
    text.append(...textNodes({ ...post, text: seen }, { links: false }));
    if (post.source === 'simulated') where.append(element('span', { class: 'simulated' }, words.source('simulated')));
    this.element = element('article', { class: 'row', 'data-id': post.id, 'aria-label': displayName(post), 'aria-description': seen },
      avatar(post), element('header', {}, byline(post), this.#time), text, where);
    this.tick(now);
  }

  tick(now) {
    say(this.#time, words.age(now - this.post.created));
    this.#mark.dataset.age = String(ageOf(this.post.created, now));
  }

  /** @param {number} index of `count` rows, `top` pixels from the list's beginning */
  place(index, count, top, { tabbable, open }) {
    const { style } = this.element;
    style.transform = `translateY(${top}px)`;
    this.element.tabIndex = tabbable ? 0 : -1;
    this.element.setAttribute('aria-posinset', String(index + 1));
    this.element.setAttribute('aria-setsize', String(count));
    if (open) this.element.setAttribute('aria-current', 'true');
    else this.element.removeAttribute('aria-current');
  }
}
