import { html, nothing, render } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { keyed } from 'lit-html/directives/keyed.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { words } from '../words.js';
import { displayName } from './author.js';
import { avatar, byline, whereabouts } from './byline.js';
import { icon } from './icon.js';
import { outward, prose } from './prose.js';
import { spoken } from './text.js';

/** Room between the post's point and its card, and between the card and the map's edge, in pixels. */
const GAP = 30;
const EDGE = 12;

/** A text longer than this may have to be scrolled, with the keyboard too; in UTF-16 units. */
const LONG = 600;

/** More pictures than these are not shown. */
const MEDIA = 4;

/** The open post, whole: beside its point where there is room, above the list's sheet on a narrow screen. */
export class Card {
  #root;
  #clock;
  #post = null;
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
    this.tick();
    this.#root.setAttribute('aria-label', displayName(post));
    this.#root.hidden = false;
    if (opening) this.#root.focus({ preventScroll: true });
  }

  /**
   * Puts it beside a point of the map, inside the map; a narrow screen's style sheet overrules it. Where it would cover the
   * legend it goes to the point's other side.
   *
   * @param {{left: number, top: number}} legend its corner, in pixels of the map as the point is
   */
  place({ x, y }, { width, height }, legend) {
    const card = this.#root;
    if (this.#post === null) return;
    const { offsetWidth: w, offsetHeight: h } = card;
    const top = Math.min(y - h / 2, height - h - EDGE);
    const covering = top + h > legend.top && x + GAP + w > legend.left && x - GAP - w >= EDGE;
    const left = x + GAP + w + EDGE <= width && !covering ? x + GAP : x - GAP - w;
    card.style.setProperty('--left', `${Math.round(Math.max(EDGE, Math.min(left, width - w - EDGE)))}px`);
    card.style.setProperty('--top', `${Math.round(Math.max(EDGE, top))}px`);
  }

  /** Tells anew how long ago it was. */
  tick() {
    if (this.#post !== null) render(keyed(this.#post.id, contents(this.#post, this.#clock.now())), this.#root);
  }

  #close({ id }) {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#root.hidden = true;
    render(nothing, this.#root);
    if (hadFocus && this.#returnTo?.isConnected) this.#returnTo.focus({ preventScroll: true });
    else if (hadFocus) this.#onLost(id);
    this.#returnTo = null;
  }
}

/** What depends on the post alone is made once. */
function contents(post, now) {
  return html`<header>${avatar(post)}${byline(post)}<button type="button" class="close quiet" aria-label=${
    words.close} title=${words.close}>${icon('x')}</button></header>${guard([post], () => [text(post), media(post)])}<footer>${whereabouts(post, now)}<time
    datetime=${new Date(post.created).toISOString()} title=${words.date(post.created)}>${
    words.time(post.created)} · ${words.ago(now - post.created)}</time>${
    post.url ? outward(post.url, html`${words.viewAt(post.source)} ${icon('external-link')}`) : html`<span></span>`}<span
    class=${post.source === 'simulated' ? 'simulated' : 'source'}>${words.source(post.source)}</span></footer>`;
}

function text(post) {
  if (!post.text) return nothing;
  return html`<p class="text" dir="auto" lang=${spoken(post.lang) || nothing} tabindex=${post.text.length > LONG ? 0 : nothing}>${
    prose(post, { links: true })}</p>`;
}

function media({ media: all }) {
  if (all.length === 0) return nothing;
  const figures = all.slice(0, MEDIA);
  return html`<div class="media" data-count=${figures.length}>${
    repeat(figures, ({ thumbnail }, i) => `${i} ${thumbnail}`, medium)}</div>`;
}

/** A picture with its description; where it can't be had, the description in its place. */
function medium({ kind, thumbnail, alt }) {
  const name = Object.hasOwn(words.media, kind) ? words.media[kind] : words.media.photo;
  const image = html`<img alt=${alt || name} decoding="async" referrerpolicy="no-referrer" hidden @load=${
    kind === 'photo' ? uncover : show} src=${thumbnail}>`;
  return html`<figure><span class="described">${kind === 'photo' ? icon('image') : icon('video')}<bdi>${
    alt ? `${name}: ${alt}` : `${name} ${words.noAlt}`}</bdi></span>${thumbnail === null ? nothing : image}</figure>`;
}

function show({ target }) {
  target.hidden = false;
}

/** A photo takes the place of its description. */
function uncover({ target }) {
  target.hidden = false;
  target.previousElementSibling.hidden = true;
}
