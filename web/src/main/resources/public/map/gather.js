import { nearestCopy } from '../posts/world.js';

/**
 * What clusters are drawn from: where the middle of each one's posts is, how many there are, and how many of each kind. Posts that
 * are gone since they were clustered do not count.
 *
 * @param {{posts: object[], clusterOf: Int32Array, count: number}} found see clusterworker.js
 * @param {(post: object) => number} kindOf
 * @returns {{x: number, y: number, count: number, kinds: number[], first: object|null}[]} by number; `kinds` has holes where there are none;
 *     `first` is the oldest of its posts
 */
export function gather({ posts, clusterOf, count }, kindOf) {
  const clusters = Array.from({ length: count }, () => ({ x: 0, y: 0, count: 0, kinds: [], first: null }));
  posts.forEach((post, i) => {
    if (clusterOf[i] < 0 || post.gone) return;
    const cluster = clusters[clusterOf[i]];
    const kind = kindOf(post);
    cluster.first ??= post;
    cluster.count++;
    cluster.kinds[kind] = (cluster.kinds[kind] ?? 0) + 1;
    // The mean so far, moved by what this one adds.
    cluster.x += (nearestCopy(post.x, cluster.count === 1 ? post.x : cluster.x) - cluster.x) / cluster.count;
    cluster.y += (post.y - cluster.y) / cluster.count;
  });
  return clusters;
}
