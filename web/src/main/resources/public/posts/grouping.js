import { contains, intersects } from './world.js';

/**
 * The places that posts name without a position of their own, each with how many do; the largest first, so that a small
 * one is drawn over a large one. Two places are the same when name and box are.
 *
 * @returns {{key: string, name: string, kind: string, rect: object, count: number, newest: number}[]}
 */
export function groupByPlace(posts) {
  const places = new Map();
  for (const post of posts) {
    if (post.placeKey === null) continue;
    const place = places.get(post.placeKey);
    if (place) {
      place.count++;
      place.newest = Math.max(place.newest, post.created);
    } else {
      const { placeKey: key, place: name, placeKind: kind, created: newest } = post;
      const rect = post.rect ?? { x: post.x, y: post.y, w: 0, h: 0 };
      places.set(key, { key, name, kind, rect, count: 1, newest });
    }
  }
  return [...places.values()].sort((a, b) => b.rect.w * b.rect.h - a.rect.w * a.rect.h);
}

/** The posts that a part of the map shows: those at a position in it, and those whose place reaches into it. */
export function inView(posts, rect) {
  return posts.filter((post) => (post.rect ? intersects(rect, post.rect) : contains(rect, post.x, post.y)));
}

/** The name that most of the posts have as their place; null when none has one, or no name is there twice. */
export function commonPlace(posts) {
  const counts = new Map();
  for (const { place } of posts) if (place !== '') counts.set(place, (counts.get(place) ?? 0) + 1);
  const [name, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [null, 1]);
  return count > 1 ? name : null;
}
