import assert from 'node:assert/strict';
import test from 'node:test';
import { gather } from '../../main/resources/public/map/gather.js';

const post = (x, y, kind, gone = false) => ({ x, y, kind, gone });

test('a cluster is in the middle of its posts, and knows how many of each kind there are', () => {
  const posts = [post(0.2, 0.4, 0), post(0.9, 0.9, 0), post(0.4, 0.6, 2), post(0.3, 0.5, 2)];
  const [cluster, other] = gather({ posts, clusterOf: Int32Array.of(0, -1, 0, 0), count: 2 }, ({ kind }) => kind);
  assert.ok(Math.abs(cluster.x - 0.3) < 1e-9 && Math.abs(cluster.y - 0.5) < 1e-9);
  assert.equal(cluster.count, 3);
  assert.deepEqual([...cluster.kinds], [1, undefined, 2]);
  assert.equal(cluster.first, posts[0]);
  assert.equal(other.count, 0);
});

test('posts that are gone since do not count', () => {
  const posts = [post(0.2, 0.4, 0), post(0.4, 0.6, 0, true)];
  const [cluster] = gather({ posts, clusterOf: Int32Array.of(0, 0), count: 1 }, ({ kind }) => kind);
  assert.equal(cluster.count, 1);
  assert.deepEqual([cluster.x, cluster.y], [0.2, 0.4]);
});

test('the middle of a cluster on the antimeridian is there', () => {
  const posts = [post(0.999, 0.5, 0), post(0.003, 0.5, 0)];
  const [{ x }] = gather({ posts, clusterOf: Int32Array.of(0, 0), count: 1 }, ({ kind }) => kind);
  assert.ok(Math.abs(x - 1.001) < 1e-9, x);
});
