import assert from 'node:assert/strict';
import test from 'node:test';
import { hops } from '../../main/resources/public/panels/hops.js';
import { isSimulated, summarize } from '../../main/resources/public/panels/summary.js';
import { anchored, rowsInSight } from '../../main/resources/public/panels/window.js';
import { words } from '../../main/resources/public/words.js';

const now = Date.parse('2026-11-21T09:00:05Z');
const earlier = '2026-11-21T08:41:00Z';
const source = { name: 'x', state: 'live', since: earlier, detail: '' };
const collector = { up: true, heard: '2026-11-21T09:00:03Z', perMinute: 42, counts: { published: 1, received: 2 }, sources: [source] };
const status = { viewers: 3, redis: { up: true, since: earlier }, collector };
const path = { link: { name: 'open' }, online: true, known: true, status, paused: false, waiting: 0, lastPost: now - 4_000, now };
const say = (changes) => {
  const { tone, label, rate, last } = summarize({ ...path, ...changes });
  return [tone, label, rate, last].filter(Boolean).join('|');
};

test('the chip tells the first hop that is broken', () => {
  const at = words.time(Date.parse(earlier));
  const broken = (changes) => say({ status: { ...status, ...changes } });
  assert.equal(say({}), 'live|Live|42/min|4 s ago');
  assert.equal(say({ lastPost: null }), 'idle|Waiting for posts');
  assert.equal(say({ link: { name: 'waiting' } }), 'warning|Reconnecting…');
  assert.equal(say({ link: { name: 'connecting' }, known: false }), 'idle|Connecting…');
  assert.equal(say({ link: { name: 'waiting' }, known: false }), 'warning|Can’t connect: trying again');
  assert.equal(say({ online: false }), 'warning|Offline');
  assert.equal(say({ paused: true, waiting: 37 }), 'idle|Paused|37 new');
  assert.equal(broken({ collector: { ...collector, up: false, heard: earlier } }), `warning|Stale: no collector since ${at}`);
  assert.equal(broken({ collector: null }), 'warning|No collector yet');
  assert.equal(broken({ redis: { up: false, since: earlier } }), `warning|Stale: no Redis since ${at}`);
  const sources = (...states) => broken({ collector: { ...collector, sources: states.map((state) => ({ ...source, state })) } });
  assert.equal(sources('waiting', 'failed'), `warning|Stale: no source since ${at}`);
  assert.equal(sources('waiting', 'live'), 'live|Live|42/min|4 s ago');
  assert.equal(sources('ended'), 'warning|Source ended');
});

test('no status line whatever breaks the chip or its explanation', () => {
  const odd = [null, {}, { collector: 7 }, { collector: { sources: [null, 5] } }, { redis: 'x', collector: { up: false } }, { collector: { sources: 'x' } }];
  for (const line of odd) {
    summarize({ ...path, status: line });
    isSimulated(line);
    for (const link of [{ name: 'open' }, { name: 'waiting', retryAt: now }]) hops({ link, status: line, now }, { size: 0, exact: 0 });
  }
});

test('every hop is explained, in the order of the path', () => {
  const names = hops({ link: { name: 'open' }, status, now }, { size: 10, exact: 7 }).map((h) => h.name);
  assert.deepEqual(names, ['Source x', 'Collector', 'Redis', 'Server', 'This browser']);
});

test('the server tells since when it has posts, where that is less long than it should be', () => {
  const detail = (line) => hops({ link: { name: 'open' }, status: { ...status, ...line }, now }, { size: 0, exact: 0 })[3].detail;
  assert.equal(detail({}), '3 viewers');
  assert.equal(detail({ log: { since: null } }), '3 viewers');
  assert.equal(detail({ log: { since: earlier } }), `3 viewers · ${words.postsSince(Date.parse(earlier))}`);
  assert.match(words.postsSince(Date.parse(earlier)), /^has posts since .*2026/);
});

test('a source tells its rate, its last post and what it cost', () => {
  const detail = (more) => hops({ link: { name: 'open' }, status: { ...status, collector: { ...collector, sources: [{ ...source, ...more }] } }, now },
    { size: 0, exact: 0 })[0].detail;
  const counts = { received: 20, published: 13, dropped: 7 };
  assert.equal(detail({ detail: 'slow', perMinute: 12, last: '2026-11-21T09:00:01Z', counts }), 'slow · 12/min · last post 4 s ago · 7 dropped');
  const budget = { today: 1234, perDay: 5000, month: 61200, perMonth: 100000, costToday: 6.17 };
  assert.equal(detail({ budget }), 'today 1,234 of 5,000 posts, $6.17 · this month 61,200 of 100,000');
  assert.equal(detail({ budget: { today: 1, month: 1, costToday: 0.005 } }), 'today 1 post, $0.01');
  assert.match(detail({ budget: { ...budget, resumes: '2026-11-22T00:00:00Z' } }), /resumes Nov 2[12], 2026/);
  assert.equal(detail({ budget: 'x', counts: 4, last: {} }), '');
});

test('simulated posts are known by their source', () => {
  assert.equal(isSimulated(status), false);
  assert.equal(isSimulated({ collector: { ...collector, sources: [{ ...source, name: 'simulated' }] } }), true);
});

test('of a long list only the rows in sight exist', () => {
  assert.deepEqual(rowsInSight(0, 800, 100, 50_000), { first: 0, end: 14 });
  const { first, end } = rowsInSight(2_000_000, 800, 100, 50_000);
  assert.ok(first < 20_000 && end > 20_008 && end - first < 25);
  assert.deepEqual(rowsInSight(5_000, 800, 100, 3), { first: 3, end: 3 });
});

test('what is read stays where it is when rows come and go above it', () => {
  const before = ['a', 'b', 'c', 'd', 'e'];
  assert.equal(anchored(230, 100, before, ['x', 'y', ...before]), 430);
  assert.equal(anchored(230, 100, before, ['b', 'c', 'd', 'e']), 130);
  assert.equal(anchored(230, 100, before, ['a', 'b', 'd', 'e']), 130, 'the row itself is gone: the next one takes its place');
  assert.equal(anchored(230, 100, before, []), 230);
});
