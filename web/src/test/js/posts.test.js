import assert from 'node:assert/strict';
import test from 'node:test';
import { Posts } from '../../main/resources/public/posts/posts.js';
import { View } from '../../main/resources/public/posts/view.js';
import { feature, random, seed } from './support.js';

const NOW = Date.parse('2026-11-21T09:00:00Z');

function store(options = {}) {
  const frames = [];
  const clock = { now: NOW };
  const posts = new Posts({ now: () => clock.now, schedule: (f) => frames.push(f), ...options });
  return { posts, clock, frames, frame: () => frames.splice(0).forEach((f) => f()) };
}

const ids = (posts) => posts.all().map((p) => p.id);

test('posts are in the order of their creation, whenever they come', () => {
  const { posts } = store();
  for (const minute of [3, 1, 2]) posts.add(feature({ id: `x:${minute}`, created: NOW + minute * 60_000 }));
  assert.deepEqual(ids(posts), ['x:1', 'x:2', 'x:3']);
});

test('a post with a known id replaces the earlier one', () => {
  const { posts } = store();
  posts.add(feature({ id: 'x:1', text: 'before' }));
  posts.add(feature({ id: 'x:1', text: 'after' }));
  assert.deepEqual(posts.all().map((p) => p.text), ['after']);
  assert.equal(posts.all()[0].arrival, 1);
});

test('a retraction takes back one post, or an author’s up to one, compared as numbers beyond 2^53', () => {
  const { posts } = store();
  const by = (n, author = 'x:42') => posts.add(feature({ id: `x:${n}`, author }));
  ['9', '1780000000000000001', '1780000000000000002', '1780000000000000003'].forEach((n) => by(n));
  by('5', 'x:7');
  posts.retract({ author: 'x:42', upTo: 'x:1780000000000000002' });
  assert.deepEqual(ids(posts), ['x:1780000000000000003', 'x:5']);
  posts.retract({ id: 'x:5' });
  posts.retract({ author: 'x:42' });
  assert.equal(posts.size, 0);
});

test('a post is kept for the retention from its creation; a replayed one from its coming', () => {
  const { posts, clock } = store();
  posts.reset(3_600);
  posts.add(feature({ id: 'x:1', created: NOW - 1_800_000 }));
  posts.add(feature({ id: 'x:2012', created: Date.parse('2012-06-01T00:00:00Z') }));
  clock.now += 1_799_999;
  posts.expire();
  assert.equal(posts.size, 2);
  clock.now += 1;
  posts.expire();
  assert.deepEqual(ids(posts), ['x:2012']);
  clock.now += 1_800_000;
  posts.expire();
  assert.equal(posts.size, 0);
});

test('over the cap the oldest leave', () => {
  const { posts } = store({ cap: 1_000 });
  for (let i = 0; i < 5_000; i++) posts.add(feature({ id: `x:${i}`, created: NOW + i }));
  assert.ok(posts.size >= 1_000 && posts.size <= 1_500, `${posts.size}`);
  assert.equal(ids(posts).at(-1), 'x:4999');
  assert.equal(posts.all().length, posts.size);
});

test('listeners are told once a frame', () => {
  const { posts, frames, frame } = store();
  let told = 0;
  posts.subscribe(() => told++);
  for (let i = 0; i < 100; i++) posts.add(feature({ id: `x:${i}` }));
  assert.equal(frames.length, 1);
  frame();
  assert.equal(told, 1);
});

test('a filter and a window of time choose what is shown, not what there is', () => {
  const { posts, frame } = store();
  const view = new View(posts);
  const at = Date.parse('2026-11-21T09:00:00Z');
  for (let i = 1; i <= 3; i++) posts.add(feature({ id: `x:${i}`, created: new Date(at + i * 1_000).toISOString(), text: `number ${i}` }));
  frame();
  const shown = () => view.shown.map((p) => p.id);
  view.setWindow({ from: at + 1_000, to: at + 3_000 });
  assert.deepEqual(shown(), ['x:2', 'x:3'], 'a window begins after its first moment');
  view.setFilter({ matches: (post) => post.id !== 'x:3' });
  assert.deepEqual(shown(), ['x:2']);
  assert.equal(view.present.length, 3);
  assert.equal(view.find('x:1'), null);
  assert.equal(view.find('x:2').id, 'x:2');
  assert.equal(view.momentOf(at + 9_000), at + 3_000);
  view.setWindow(null);
  assert.deepEqual(shown(), ['x:1', 'x:2']);
  assert.equal(view.momentOf(at + 9_000), at + 9_000);
});

test('what a filter is compared with lies in the same box and window of time', () => {
  const { posts, frame } = store();
  const view = new View(posts);
  for (let i = 1; i <= 3; i++) posts.add(feature({ id: `x:${i}`, created: NOW + i * 1_000, at: [-87 - i, 41] }));
  frame();
  assert.equal(view.comparable, view.present);
  view.setFilter({ matches: (post) => post.id === 'x:2' });
  view.setBox({ west: -89.5, south: 40, east: -80, north: 42 });
  assert.deepEqual(view.comparable.map((p) => p.id), ['x:1', 'x:2']);
  view.setWindow({ from: NOW + 1_000, to: NOW + 9_000 });
  assert.deepEqual(view.comparable.map((p) => p.id), ['x:2']);
});

test('what is listed is a place’s posts, or any other group', () => {
  const { posts, frame } = store();
  const view = new View(posts);
  posts.add(feature({ id: 'x:1' }));
  posts.add(feature({ id: 'x:2', box: [-88, 41, -87, 42], place: 'Chicago' }));
  frame();
  const listed = () => view.shown.filter(view.place.has).map((p) => p.id);
  view.choosePlace({ key: posts.get('x:2').placeKey, name: 'Chicago', kind: 'city' });
  assert.deepEqual([view.place.kind, listed()], ['place', ['x:2']]);
  view.choosePlace({ kind: 'spot', key: 'spot x:1', name: 'One spot', has: ({ id }) => id === 'x:1' });
  assert.deepEqual([view.place.kind, listed()], ['spot', ['x:1']]);
});

test('pausing shows what there was, counts what comes, and loses nothing', () => {
  const { posts, frame } = store();
  const view = new View(posts);
  posts.add(feature({ id: 'x:1' }));
  frame();
  view.togglePause();
  posts.add(feature({ id: 'x:2' }));
  posts.add(feature({ id: 'x:3' }));
  frame();
  assert.deepEqual(view.shown.map((p) => p.id), ['x:1']);
  assert.equal(view.waiting, 2);
  posts.retract({ id: 'x:1' });
  frame();
  assert.deepEqual(view.shown, [], 'a retraction is obeyed during a pause too');
  view.togglePause();
  assert.deepEqual(view.shown.map((p) => p.id), ['x:2', 'x:3']);
});

test('a fresh snapshot during a pause changes nothing of what is looked at', () => {
  const { posts, frame } = store();
  const view = new View(posts);
  posts.add(feature({ id: 'x:1' }));
  frame();
  view.select('x:1');
  view.togglePause();
  posts.reset(86_400);
  posts.add(feature({ id: 'x:1' }));
  posts.add(feature({ id: 'x:2' }));
  frame();
  assert.deepEqual(view.shown.map((p) => p.id), ['x:1']);
  assert.equal(view.waiting, 1);
  assert.equal(view.selected.id, 'x:1');
});

test('the past is older than all that came, replaces nothing, and is no news', () => {
  const { posts, frame } = store();
  const view = new View(posts);
  posts.add(feature({ id: 'x:3', text: 'live' }));
  frame();
  const { arrivals } = posts;
  posts.addPast(feature({ id: 'x:3', text: 'before' }));
  posts.addPast(feature({ id: 'x:2', created: NOW - 1_000 }));
  posts.addPast(feature({ id: 'x:1', created: NOW - 1_000 }));
  frame();
  assert.equal(posts.arrivals, arrivals);
  assert.deepEqual(view.shown.map((p) => `${p.id} ${p.text}`).filter((t) => t.startsWith('x:3')), ['x:3 live']);
  assert.deepEqual(ids(posts), ['x:1', 'x:2', 'x:3'], 'of two of one moment, the one that was loaded later came earlier');
  assert.equal(posts.addPast({ type: 'Feature' }), undefined);
});

test('what is loaded of the past during a pause was there before it, but for what was written since', () => {
  const { posts, frame } = store();
  const view = new View(posts);
  posts.add(feature({ id: 'x:5', created: NOW }));
  frame();
  view.togglePause();
  posts.addPast(feature({ id: 'x:1', created: NOW - 60_000 }));
  posts.addPast(feature({ id: 'x:6', created: NOW + 60_000 }));
  frame();
  assert.deepEqual(view.shown.map((p) => p.id), ['x:1', 'x:5']);
  assert.equal(view.find('x:6'), null);
  assert.equal(view.waiting, 1);
  view.togglePause();
  assert.deepEqual(view.shown.map((p) => p.id), ['x:1', 'x:5', 'x:6']);
});

test('an open post that is taken back closes', () => {
  const { posts, frame } = store();
  const view = new View(posts);
  posts.add(feature({ id: 'x:1' }));
  frame();
  view.select('x:1');
  posts.retract({ id: 'x:1' });
  frame();
  assert.equal(view.selected, null);
});

test(`whatever happens, the store holds what a simple model holds (seed ${seed})`, () => {
  const roll = random();
  const { posts, clock, frame } = store();
  let model = new Map();
  let retention = 86_400_000;
  for (let step = 0; step < 20_000; step++) {
    const dice = roll();
    const n = 1 + Math.floor(roll() * 300);
    const author = `x:${Math.floor(roll() * 5)}`;
    if (dice < 0.7) {
      const created = clock.now - Math.floor(roll() * 7_200_000);
      posts.add(feature({ id: `x:${n}`, author, created }));
      model.set(`x:${n}`, { n, author, created, expires: (created + retention > clock.now ? created : clock.now) + retention });
    } else if (dice < 0.8) {
      posts.retract({ id: `x:${n}` });
      model.delete(`x:${n}`);
    } else if (dice < 0.85) {
      posts.retract({ author, upTo: `x:${n}` });
      model = new Map([...model].filter(([, p]) => p.author !== author || p.n > n));
    } else if (dice < 0.95) {
      clock.now += Math.floor(roll() * 60_000);
      posts.expire();
      model = new Map([...model].filter(([, p]) => p.expires > clock.now));
    } else if (dice < 0.951) {
      retention = 600_000 + Math.floor(roll() * 7_200_000);
      posts.reset(retention / 1_000);
      model.clear();
    } else frame();
    if (step % 50 > 0) continue;
    const got = posts.all();
    assert.deepEqual(new Set(got.map((p) => p.id)), new Set(model.keys()), `step ${step}, seed ${seed}`);
    assert.equal(got.length, posts.size, `step ${step}, seed ${seed}`);
    assert.ok(got.every((p, i) => i === 0 || got[i - 1].created <= p.created), `order at step ${step}, seed ${seed}`);
    for (const p of got) assert.equal(p.created, model.get(p.id).created, `step ${step}, seed ${seed}`);
  }
});

test('a page that begins anew shows what it showed until all has come, and who has paused sees the same posts then', () => {
  const { posts, frame } = store();
  const view = new View(posts);
  let told = 0;
  view.subscribe(() => told++);
  for (let i = 0; i < 4; i++) posts.add(feature({ id: `x:${i}` }));
  frame();
  view.select('x:3');
  view.togglePause();
  told = 0;
  posts.begin(3_600);
  posts.add(feature({ id: 'x:0' }));
  frame();
  for (let i = 1; i < 6; i++) posts.add(feature({ id: `x:${i}` }));
  frame();
  assert.equal(told, 0);
  posts.settle();
  assert.equal(told, 1);
  frame();
  assert.equal(told, 1);
  assert.equal(view.selected.id, 'x:3');
  assert.deepEqual(view.present.map((p) => p.id), ['x:0', 'x:1', 'x:2', 'x:3']);
  assert.equal(view.waiting, 2);
});
