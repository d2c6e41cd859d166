import assert from 'node:assert/strict';
import test from 'node:test';
import { readPost } from '../../main/resources/public/posts/post.js';
import { readGeometry } from '../../main/resources/public/posts/geometry.js';
import { feature, polygon, random, seed } from './support.js';

test('a post with an exact position has one, and a place has its box and no position', () => {
  const point = readPost(feature());
  assert.equal(point.exact, true);
  assert.ok(Math.abs(point.x - (180 - 87.63) / 360) < 1e-12);
  const place = readPost(feature({ box: [-87.94, 41.644, -87.524, 42.023], place: 'Chicago, IL' }));
  assert.equal(place.exact, false);
  assert.ok(Number.isNaN(place.x) && place.rect.w > 0 && place.placeKey.startsWith('Chicago, IL'));
});

test('a place so small that it is a Point is not exact', () => {
  const post = readPost(feature({ precision: 'place' }));
  assert.equal(post.exact, false);
  assert.ok(post.x > 0 && post.rect === null);
});

test('a box that was cut at the antimeridian is one box over it', () => {
  const cut = { type: 'MultiPolygon', coordinates: [polygon([177, -19, 180, -16]).coordinates, polygon([-180, -19, -178, -16]).coordinates] };
  assert.deepEqual(readGeometry(cut), { box: [177, -19, -178, -16] });
  const { rect } = readPost({ ...feature(), geometry: cut });
  assert.ok(Math.abs(rect.w - 5 / 360) < 1e-12, `${rect.w}`);
});

test('parts that do not meet there are in one box around them', () => {
  const apart = { type: 'MultiPolygon', coordinates: [polygon([-10, 0, -5, 1]).coordinates, polygon([5, 2, 10, 3]).coordinates] };
  assert.deepEqual(readGeometry(apart), { box: [-10, 0, 10, 3] });
});

test('only addresses that a browser may follow are kept', () => {
  const urls = ['javascript:alert(1)', 'data:text/html,x', '/health', 'ftp://a/b', 'https:', 7, null, ' https://a'];
  for (const url of urls) assert.equal(readPost(feature({ url })).url, null, String(url));
  assert.equal(readPost(feature({ url: 'https://x.com/ada/status/1' })).url, 'https://x.com/ada/status/1');
  const { media } = readPost(feature({ media: [{ thumbnail: 'javascript:1', alt: 'a' }, null, 5] }));
  assert.deepEqual(media.map((m) => m.thumbnail), [null, null, null]);
});

test('what can’t be shown is no post', () => {
  const broken = [null, 5, 'x', [], {}, { ...feature(), id: 7 }, { ...feature(), geometry: null },
    { ...feature(), properties: { created: 'yesterday' } }, { ...feature(), geometry: { type: 'Point', coordinates: [200, 0] } },
    { ...feature(), geometry: { type: 'Point', coordinates: ['1', '2'] } }, { ...feature(), geometry: { type: 'Polygon', coordinates: [] } }];
  for (const json of broken) assert.equal(readPost(json), null, JSON.stringify(json));
});

test(`no JSON whatever breaks the reading, and every field has its type (seed ${seed})`, () => {
  const roll = random();
  for (let i = 0; i < 5_000; i++) {
    const json = mutate(feature({ media: [{ kind: 'photo', alt: 'x' }], place: 'Here' }), roll);
    const post = readPost(json);
    if (post === null) continue;
    assert.equal(typeof post.text + typeof post.author.name + typeof post.place + typeof post.source, 'stringstringstringstring', `seed ${seed}`);
    assert.ok(Number.isFinite(post.created) && (post.rect !== null || Number.isFinite(post.x + post.y)), `seed ${seed}`);
    for (const medium of post.media) assert.equal(typeof medium.alt, 'string');
  }
});

function mutate(value, roll) {
  const odd = [null, 7, -1e308, '', 'text', [], {}, [[[]]], true, '\u202e'];
  if (roll() < 0.08) return odd[Math.floor(roll() * odd.length)];
  if (Array.isArray(value)) return value.map((v) => mutate(v, roll));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, mutate(v, roll)]));
}
