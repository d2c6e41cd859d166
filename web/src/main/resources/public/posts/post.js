import { readGeometry } from './geometry.js';
import { worldRect, worldX, worldY } from './world.js';

/**
 * A post as the page works with it, read from a Feature of the feed. Whatever the JSON holds, every field has its type,
 * so nothing after this has to ask. Text is data and goes to the page as text only.
 *
 * @returns {object|null} null when it has no id, moment or position that could be shown
 */
export function readPost(feature) {
  const properties = object(feature?.properties);
  const created = Date.parse(string(properties.created));
  const id = string(feature?.id);
  const place = readGeometry(feature?.geometry);
  if (id === '' || place === null || !Number.isFinite(created)) return null;
  const author = object(properties.author);
  const { name, kind } = object(properties.place);
  return {
    id,
    created,
    source: string(properties.source) || id.split(':')[0],
    author: { id: string(author.id), name: string(author.name), handle: string(author.handle), avatar: picture(author.avatar) },
    text: string(properties.text),
    lang: string(properties.lang),
    url: web(properties.url),
    place: string(name),
    placeKind: string(kind),
    hashtags: (Array.isArray(properties.hashtags) ? properties.hashtags : []).slice(0, 100).map(string),
    media: (Array.isArray(properties.media) ? properties.media : []).slice(0, 20).map(readMedia),
    ...located(place, precisionOf(properties, feature.geometry), string(name)),
  };
}

/**
 * Where it is: `exact` when the author gave the position; `x`, `y` of a position; `rect` of a place with an extent, and
 * `placeKey`, the same for every post that names this place. A place so small that it has no extent has a position.
 */
function located({ point, box }, precision, name) {
  if (box) return { exact: false, x: NaN, y: NaN, rect: worldRect(box), placeKey: `${name}\n${box.join()}` };
  const exact = precision === 'point';
  return { exact, x: worldX(point[0]), y: worldY(point[1]), rect: null, placeKey: exact ? null : `${name}\n${point.join()}` };
}

/** Where a post does not say how precise it is, its geometry does: a polygon is a place's, however small. */
function precisionOf({ precision }, { type }) {
  if (precision === 'point' || precision === 'place') return precision;
  return type === 'Point' ? 'point' : 'place';
}

function readMedia(medium) {
  const { kind, thumbnail, alt } = object(medium);
  return { kind: string(kind) || 'photo', thumbnail: picture(thumbnail), alt: string(alt) };
}

/** The address when a browser may follow or load it, else null: never `javascript:`, a path of ours, or credentials. */
export function web(address) {
  if (typeof address !== 'string' || !/^https?:\/\//i.test(address)) return null;
  try {
    const { href, username, password } = new URL(address);
    return username === '' && password === '' ? href : null;
  } catch {
    return null;
  }
}

/** A picture's address: only over TLS, as the page's content security policy has it. */
function picture(address) {
  const href = web(address);
  return href?.startsWith('https:') ? href : null;
}

function object(value) {
  return value !== null && typeof value === 'object' ? value : {};
}

function string(value) {
  return typeof value === 'string' ? value : '';
}
