import { words } from '../words.js';

/** How many colours there are for people without a picture. */
const HUES = 8;

export function displayName({ author }) {
  return author.name.trim() || author.handle.trim() || words.nobody;
}

/** The first letters of the first and the last word of a name. */
export function initials({ name, handle }) {
  const of = (name.match(/[\p{L}\p{N}]+/gu) ?? handle.match(/[\p{L}\p{N}]+/gu) ?? ['?']).filter(Boolean);
  const first = [...of[0]][0];
  return (of.length > 1 ? first + [...of.at(-1)][0] : first).toUpperCase();
}

/** The number of a colour that is always the same for this author. */
export function hue({ author, id }) {
  const key = author.id || author.handle || author.name || id;
  let h = 7;
  for (let i = 0; i < key.length; i++) h = (h * 31 + key.charCodeAt(i)) >>> 0;
  return h % HUES;
}
