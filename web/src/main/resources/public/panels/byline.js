import { ageOf } from '../posts/age.js';
import { words } from '../words.js';
import { element } from './element.js';

/** How many colours there are for people without a picture. */
const HUES = 8;

/** A picture of the author: initials on a colour that is always the same for this author, and over them the avatar if it loads. */
export function avatar({ author, id }) {
  const key = author.id || author.handle || author.name || id;
  const face = element('span', { class: 'avatar', 'data-hue': String(hash(key) % HUES), 'aria-hidden': 'true' }, initials(author));
  if (author.avatar === null) return face;
  const image = element('img', { alt: '', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' });
  image.addEventListener('error', () => image.remove(), { once: true });
  image.src = author.avatar;
  face.append(image);
  return face;
}

/** The first letters of the first and the last word of a name. */
export function initials({ name, handle }) {
  const of = (name.match(/[\p{L}\p{N}]+/gu) ?? handle.match(/[\p{L}\p{N}]+/gu) ?? ['?']).filter(Boolean);
  const first = [...of[0]][0];
  return (of.length > 1 ? first + [...of.at(-1)][0] : first).toUpperCase();
}

export function displayName({ author }) {
  return author.name.trim() || author.handle.trim() || words.nobody;
}

/** Name and handle, each kept apart from the direction that the other is written in. */
export function byline(post) {
  const name = element('bdi', { class: 'name' }, displayName(post));
  const handle = post.author.handle.trim();
  return element('span', { class: 'byline' }, name, ...(handle ? [' ', element('bdi', { class: 'handle' }, `@${handle}`)] : []));
}

/** How precisely it is placed, and where: a dot in the colour of its age, or a dashed ring. */
export function whereabouts(post, now) {
  const mark = element('span', { class: 'mark', 'data-age': String(ageOf(post.created, now)), 'data-exact': String(post.exact) });
  const precision = post.exact ? words.exactPoint : words.onlyPlace;
  return element('span', { class: 'whereabouts' }, mark, element('span', {}, precision,
    ...(post.place ? [' · ', element('bdi', {}, post.place)] : [])));
}

function hash(text) {
  let h = 7;
  for (let i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) >>> 0;
  return h;
}
