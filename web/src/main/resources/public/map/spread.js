import { nearestCopy } from '../posts/world.js';

/** Two posts nearer than this, as a share of the world, stay one dot however far the map is zoomed in: two pixels of its last zoom. */
const SPOT = 2 / (256 * 2 ** 19);

/** Room from one spread dot to the next, and the least from the spot to a dot, in pixels. */
const GAP = 24;
const LEAST_RADIUS = 30;

/** More dots than this don't go onto one circle: they wind outwards. */
const CIRCLE = 10;

/** The posts that lie where one of them does; itself too. */
export function atSpotOf(post, posts) {
  return posts.filter(({ x, y }) => Math.abs(y - post.y) <= SPOT && Math.abs(nearestCopy(x, post.x) - post.x) <= SPOT);
}

/**
 * Where the posts of one spot go, so that each can be pointed at: a circle that begins at the top, or a spiral.
 *
 * @returns {{x: number, y: number}[]} pixels from the spot
 */
export function spread(count) {
  const circle = count <= CIRCLE;
  const steps = [];
  let radius = circle ? Math.max(LEAST_RADIUS, (count * GAP) / (2 * Math.PI)) : LEAST_RADIUS;
  let angle = -Math.PI / 2;
  for (let i = 0; i < count; i++) {
    steps.push({ x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
    const turn = circle ? (2 * Math.PI) / count : GAP / radius;
    angle += turn;
    // A spiral whose windings are as far from each other as its dots.
    if (!circle) radius += (GAP * turn) / (2 * Math.PI);
  }
  return steps;
}
