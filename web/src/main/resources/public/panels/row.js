import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { words } from '../words.js';
import { displayName } from './author.js';
import { avatar, byline, whereabouts } from './byline.js';
import { prose } from './prose.js';
import { spoken } from './text.js';

/** Letters of a text that can be seen in a row. */
const SEEN = 400;

/** Half a letter, where the cut went through one. */
const CUT = /[\uD800-\uDBFF]$/;

/**
 * One post in the list. What depends on the post alone is made once.
 *
 * @param {{index: number, count: number, top: number, tabbable: boolean, open: boolean}} where it stands: at `index` of
 *   `count` rows, `top` pixels from the list's beginning
 */
export function row(post, now, { index, count, top, tabbable, open }) {
  const simulated = post.source === 'simulated' ? html`<span class="simulated">${words.source('simulated')}</span>` : nothing;
  const seen = post.text.slice(0, SEEN).replace(CUT, '');
  return html`<article class="row" data-id=${post.id} aria-label=${displayName(post)} aria-description=${seen} tabindex=${tabbable ? 0 : -1}
    aria-posinset=${index + 1} aria-setsize=${count} aria-current=${open ? 'true' : nothing} .style=${`transform: translateY(${top}px)`}
    >${guard([post], () => avatar(post))}<header>${guard([post], () => byline(post))}${time(post, now)}</header>${
    guard([post], () => text(post, seen))}${
    whereabouts(post, now, simulated)}</article>`;
}

function text(post, seen) {
  return html`<p class="text" dir="auto" lang=${spoken(post.lang) || nothing}>${prose({ ...post, text: seen }, { links: false })}</p>`;
}

function time({ created }, now) {
  return html`<time datetime=${new Date(created).toISOString()}>${words.age(now - created)}</time>`;
}
