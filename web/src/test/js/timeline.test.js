import assert from 'node:assert/strict';
import test from 'node:test';
import { Replay, SPEEDS } from '../../main/resources/public/posts/replay.js';
import { histogram, timespan } from '../../main/resources/public/posts/timespan.js';

const now = Date.parse('2026-11-21T09:00:07Z');
const MINUTE = 60_000;

test('a timeline goes from the oldest post to now, in round steps', () => {
  const day = timespan(now - 24 * 60 * MINUTE, now, 120);
  assert.equal(day.step, 15 * MINUTE);
  assert.ok(day.from <= now - 24 * 60 * MINUTE && day.to > now && day.to - now <= day.step);
  assert.equal(day.to - day.from, day.bars * day.step);
  assert.ok(day.bars <= 120);
});

test('without posts, or with new ones only, it is ten minutes long', () => {
  for (const oldest of [undefined, now, now + MINUTE]) {
    const { from, to, bars } = timespan(oldest, now, 150);
    assert.ok(to - from >= 10 * MINUTE && to - from < 11 * MINUTE);
    assert.ok(bars <= 150);
  }
});

test('a narrow one has few bars, and what is older than they reach is left out', () => {
  const narrow = timespan(now - 24 * 60 * MINUTE, now, 4);
  assert.equal(narrow.bars, 4);
  const { all } = histogram([{ created: now - 24 * 60 * MINUTE }, { created: now }], narrow, () => true);
  assert.deepEqual([...all], [0, 0, 0, 1]);
});

test('bars count the posts, and those that pass', () => {
  const span = { from: 0, step: 10, bars: 3 };
  const posts = [0, 9, 10, 29, 30, -1].map((created, i) => ({ created, i }));
  const { all, passing, highest } = histogram(posts, span, (post) => post.i % 2 === 0);
  assert.deepEqual([...all], [2, 1, 1]);
  assert.deepEqual([...passing], [1, 1, 0]);
  assert.equal(highest, 2);
});

test('a replay moves as fast as it is told, and ends at the present', () => {
  const replay = new Replay();
  assert.equal(replay.playing, false);
  replay.play(1_000);
  assert.equal(replay.speed, 10);
  assert.deepEqual(replay.move({ from: 0, to: 500 }, 1_100, 10_000), { from: 1_000, to: 1_500 });
  replay.faster();
  assert.equal(replay.speed, 60);
  assert.deepEqual(replay.move({ from: 1_000, to: 1_500 }, 1_200, 10_000), { from: 7_000, to: 7_500 });
  assert.equal(replay.move({ from: 7_000, to: 7_500 }, 1_300, 10_000), null);
  assert.equal(replay.playing, false);
  replay.faster();
  assert.equal(replay.speed, SPEEDS[0]);
});
