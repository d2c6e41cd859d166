import assert from 'node:assert/strict';
import test from 'node:test';
import { commonPlace, groupByPlace, inView } from '../../main/resources/public/posts/grouping.js';
import { readPost } from '../../main/resources/public/posts/post.js';
import { worldRect } from '../../main/resources/public/posts/world.js';
import { feature } from './support.js';

const CHICAGO = [-87.94, 41.644, -87.524, 42.023];
const LOOP = [-87.64, 41.872, -87.62, 41.888];
const posts = [
  feature({ id: 'x:1', box: LOOP, place: 'The Loop', created: 1_000 }),
  feature({ id: 'x:2', box: CHICAGO, place: 'Chicago, IL' }),
  feature({ id: 'x:3', box: LOOP, place: 'The Loop', created: 5_000 }),
  feature({ id: 'x:4', at: [-87.63, 41.88], place: 'The Loop' }),
  feature({ id: 'x:5', at: [-87.7, 41.7] }),
  feature({ id: 'x:6', box: CHICAGO, place: 'Chicagoland' }),
].map(readPost);

test('posts that name one place are counted there, the largest place first', () => {
  assert.deepEqual(groupByPlace(posts).map((p) => [p.name, p.count]), [['Chicago, IL', 1], ['Chicagoland', 1], ['The Loop', 2]]);
  assert.equal(groupByPlace(posts)[2].newest, 5_000);
});

test('a part of the map shows the positions in it and the places that reach into it', () => {
  const downtown = worldRect([-87.645, 41.87, -87.61, 41.89]);
  assert.deepEqual(inView(posts, downtown).map((p) => p.id), ['x:1', 'x:2', 'x:3', 'x:4', 'x:6']);
  assert.deepEqual(inView(posts, worldRect([10, 50, 11, 51])), []);
});

test('the place that most posts are at is told, but not one that is there once', () => {
  assert.equal(commonPlace(posts), 'The Loop');
  assert.equal(commonPlace(posts.slice(1, 3)), null);
  assert.equal(commonPlace([]), null);
});
