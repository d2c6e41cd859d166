import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { ageOf } from '../posts/age.js';
import { words } from '../words.js';
import { displayName, hue, initials } from './author.js';

/** A picture of the author: initials on a colour, and over them the avatar if it loads. */
export function avatar(post) {
  const { avatar: url } = post.author;
  const image = html`<img alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" @error=${hide} src=${url}>`;
  return html`<span class="avatar" data-hue=${hue(post)} aria-hidden="true">${initials(post.author)}${
    url === null ? nothing : keyed(url, image)}</span>`;
}

/** Name and handle, each kept apart from the direction that the other is written in. */
export function byline(post) {
  const handle = post.author.handle.trim();
  return html`<span class="byline"><bdi class="name">${displayName(post)}</bdi>${
    handle ? html` <bdi class="handle">@${handle}</bdi>` : nothing}</span>`;
}

/** How precisely it is placed, and where: a dot in the colour of its age, or a dashed ring. */
export function whereabouts(post, now, more = nothing) {
  const precision = post.exact ? words.exactPoint : words.onlyPlace;
  return html`<span class="whereabouts"><span class="mark" data-age=${ageOf(post.created, now)} data-exact=${post.exact}></span><span>${
    precision}${post.place ? html` · <bdi>${post.place}</bdi>` : nothing}</span>${more}</span>`;
}

/** For what can't be loaded. */
function hide({ target }) {
  target.hidden = true;
}
