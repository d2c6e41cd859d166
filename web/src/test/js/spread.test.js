import assert from 'node:assert/strict';
import test from 'node:test';
import { atSpotOf, spread } from '../../main/resources/public/map/spread.js';

test('posts are at one spot when no zoom can tell them apart', () => {
  const post = { x: 0.25, y: 0.4 };
  const near = { x: 0.25 + 1e-9, y: 0.4 };
  const across = { x: 0.250001, y: 0.4 };
  const place = { x: NaN, y: NaN };
  assert.deepEqual(atSpotOf(post, [across, post, near, place]), [post, near]);
});

test('the antimeridian parts no spot', () => {
  const posts = [{ x: 0, y: 0.5 }, { x: 1, y: 0.5 }];
  assert.deepEqual(atSpotOf(posts[0], posts), posts);
});

for (let count = 2; count <= 30; count++) {
  test(`each of ${count} spread posts can be pointed at, and none lies on the spot itself`, () => {
    const dots = spread(count);
    assert.equal(dots.length, count);
    dots.forEach((a, i) => {
      assert.ok(Math.hypot(a.x, a.y) > 24 && Math.hypot(a.x, a.y) < 100);
      for (const b of dots.slice(i + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 17, `${Math.hypot(a.x - b.x, a.y - b.y)}`);
    });
  });
}

test('the first is at the top', () => {
  assert.ok(spread(3)[0].y < 0 && Math.abs(spread(3)[0].x) < 1e-9);
});
