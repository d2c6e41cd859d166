import { words } from '../words.js';
import { avatar, byline, displayName, whereabouts } from './byline.js';
import { element, icon, say } from './element.js';
import { outward, spoken, textNodes } from './text.js';

/** Room between the post's point and its card, and between the card and the map's edge, in pixels. */
const GAP = 30;
const EDGE = 12;

/** The open post, whole: beside its point where there is room, above the list's sheet on a narrow screen. */
export class Card {
  #root;
  #clock;
  #post = null;
  #ago = null;
  #mark = null;
  #returnTo = null;
  #onLost;

  /**
   * @param {HTMLElement} root the dialog, empty and hidden
   * @param {() => void} onClose asked to close it
   * @param {(id: string) => void} onLost asked to take the focus back where what had it is gone
   */
  constructor(root, clock, onClose, onLost) {
    this.#root = root;
    this.#clock = clock;
    this.#onLost = onLost;
    root.addEventListener('click', (e) => e.target.closest('.close') && onClose());
  }

  get post() {
    return this.#post;
  }

  /** Shows a post, or with null closes and gives the focus back to where it was. */
  show(post) {
    if (post === this.#post) return;
    const opening = this.#post?.id !== post?.id;
    if (this.#post === null) this.#returnTo = document.activeElement;
    const closed = this.#post;
    this.#post = post;
    if (post === null) return this.#close(closed);
    this.#root.replaceChildren(...this.#contents(post));
    this.#root.setAttribute('aria-label', displayName(post));
    this.#root.hidden = false;
    this.tick();
    if (opening) this.#root.focus({ preventScroll: true });
  }

  /** Puts it beside a point of the map, inside the map; a narrow screen's style sheet overrules it. */
  place({ x, y }, { width, height }) {
    const card = this.#root;
    if (this.#post === null) return;
    const { offsetWidth: w, offsetHeight: h } = card;
    const left = x + GAP + w + EDGE <= width ? x + GAP : x - GAP - w;
    const top = Math.min(y - h / 2, height - h - EDGE);
    card.style.setProperty('--left', `${Math.round(Math.max(EDGE, Math.min(left, width - w - EDGE)))}px`);
    card.style.setProperty('--top', `${Math.round(Math.max(EDGE, top))}px`);
  }

  tick() {
    if (this.#post === null) return;
    say(this.#ago, `${words.time(this.#post.created)} · ${words.ago(this.#clock.now() - this.#post.created)}`);
  }

  #close({ id }) {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#root.hidden = true;
    this.#root.replaceChildren();
    if (hadFocus && this.#returnTo?.isConnected) this.#returnTo.focus({ preventScroll: true });
    else if (hadFocus) this.#onLost(id);
    this.#returnTo = null;
  }

  #contents(post) {
    const close = element('button', { type: 'button', class: 'close quiet', 'aria-label': words.close, title: words.close }, icon('x'));
    const text = element('p', { class: 'text', dir: 'auto', lang: spoken(post.lang), tabindex: post.text.length > 600 ? '0' : false });
    text.append(...textNodes(post, { links: true }));
    this.#ago = element('time', { datetime: new Date(post.created).toISOString(), title: words.date(post.created) });
    const source = element('span', { class: post.source === 'simulated' ? 'simulated' : 'source' }, words.source(post.source));
    return [
      element('header', {}, avatar(post), byline(post), close),
      ...(post.text ? [text] : []),
      ...(post.media.length > 0 ? [this.#media(post)] : []),
      element('footer', {}, whereabouts(post, this.#clock.now()), this.#ago,
        ...(post.url ? [outward(post.url, words.viewAt(post.source), ' ', icon('external-link'))] : [element('span')]), source),
    ];
  }

  #media({ media }) {
    return element('div', { class: 'media', 'data-count': String(Math.min(media.length, 4)) }, ...media.slice(0, 4).map(medium));
  }
}

/** A picture with its description; where it can't be had, the description in its place. */
function medium({ kind, thumbnail, alt }) {
  const name = Object.hasOwn(words.media, kind) ? words.media[kind] : words.media.photo;
  const described = element('span', { class: 'described' }, icon(kind === 'photo' ? 'image' : 'video'),
    element('bdi', {}, alt ? `${name}: ${alt}` : `${name} ${words.noAlt}`));
  const figure = element('figure', {}, described);
  if (thumbnail === null) return figure;
  const image = element('img', { alt: alt || name, decoding: 'async', referrerpolicy: 'no-referrer', hidden: true });
  image.addEventListener('error', () => image.remove(), { once: true });
  image.addEventListener('load', () => {
    image.hidden = false;
    described.hidden = kind === 'photo';
  }, { once: true });
  image.src = thumbnail;
  figure.append(image);
  return figure;
}
