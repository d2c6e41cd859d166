import assert from 'node:assert/strict';
import test from 'node:test';
import { Painting } from '../../main/resources/public/map/painting.js';

const FRAME = { width: 100, height: 100, scale: 100, left: 0, top: 0, middle: 0.5 };

/** A picture of these posts, and the ids in the order in which they were painted. */
function painting(posts) {
  const painted = [];
  return { picture: new Painting(null, FRAME, posts, (context, post) => painted.push(post.id)), painted };
}

const post = (id, x = 0.5, y = 0.5) => ({ id, x, y });

test('a picture is painted in steps, the oldest first, and without what lies outside of it', () => {
  const { picture, painted } = painting([post('a'), post('far', 0.9, 2), post('place', NaN, NaN), post('b'), post('c')]);
  picture.step(2);
  assert.deepEqual(painted, ['a', 'b']);
  assert.equal(picture.done, false);
  picture.step(2);
  assert.deepEqual(painted, ['a', 'b', 'c']);
  assert.equal(picture.done, true);
});

test('what comes is painted over it, once, wherever it belongs', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => post(id));
  const { picture, painted } = painting([a, c]);
  picture.step(10);
  assert.equal(picture.amend([a, b, c, d], 10), 'whole');
  assert.equal(picture.amend([a, b, c, d], 10), 'whole');
  assert.deepEqual(painted, ['a', 'c', 'b', 'd']);
});

test('it says when posts have left the store, and paints what came all the same', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => post(id));
  const { picture, painted } = painting([a, b]);
  picture.step(10);
  a.gone = true;
  assert.equal(picture.amend([b, c], 10), 'left');
  assert.equal(picture.amend([b, c], 10), 'left');
  assert.deepEqual(painted, ['a', 'b', 'c']);
});

test('it says when others are to be seen, or too many have come, and paints none of them', () => {
  const posts = ['a', 'b', 'c'].map((id) => post(id));
  const { picture, painted } = painting(posts);
  picture.step(10);
  assert.equal(picture.amend([posts[0], posts[2]], 10), 'other');
  assert.equal(picture.amend([...posts, post('d'), post('e')], 1), 'other');
  assert.equal(painted.length, 3);
  assert.equal(picture.amend(posts, 10), 'whole');
});

test('a position is painted on the copy of the world that is nearest', () => {
  const at = [];
  const frame = { ...FRAME, left: 100, middle: 1.5 };
  new Painting(null, frame, [post('a', 0.25)], (context, { id }, x) => at.push([id, x])).step(1);
  assert.deepEqual(at, [['a', 25]]);
});
