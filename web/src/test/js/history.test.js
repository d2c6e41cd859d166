import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import zlib from 'node:zlib';
import { History } from '../../main/resources/public/feed/history.js';

globalThis.location = { href: 'https://civiz.example/?area=chicago' };

const post = (seq, text = '') => ({ epoch: 'e', seq, post: { id: `x:${seq}`, text, properties: { author: { id: `x:a${seq % 2}` } } } });
const head = (upTo, after, epoch = 'e') => ({ history: { area: 'chicago', epoch, upTo, after } });

function answer(...lines) {
  return new Response(zlib.deflateRawSync(lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l)) + '\n').join('')));
}

const refusal = (status, headers = {}) => new Response('', { status, headers });

/** A history whose requests are answered one by one, by what is given or as it is asked for. */
function start(t, answers, rest = async () => {}) {
  mock.method(console, 'warn', () => {});
  t.after(() => mock.restoreAll());
  const asked = [];
  const heard = [];
  const waits = [];
  const history = new History({ past: ({ id }) => heard.push(id), history: (state) => heard.push(state) }, {
    get: async (url) => {
      asked.push(new URL(url).searchParams.get('upTo'));
      const next = answers.shift();
      if (next === undefined) throw new TypeError('Failed to fetch');
      return typeof next === 'function' ? next() : next;
    },
    rest: (ms) => rest(waits.push(ms)),
  });
  history.begin({ area: 'chicago', epoch: 'e', after: 4 });
  return { history, asked, heard, waits };
}

test('it loads part after part, the newest post first, until there is no more', async (t) => {
  const { history, asked, heard } = start(t, [answer(head(4, 2), post(3), post(4)), answer(head(2), post(1), post(2))]);
  await history.load();
  assert.deepEqual(asked, ['e:4', 'e:2']);
  assert.deepEqual(heard, ['loading', 'x:4', 'x:3', 'x:2', 'x:1', 'whole']);
  await history.load();
  assert.equal(asked.length, 2, 'once');
});

test('of what is no post nothing is taken, and garbage costs only itself', async (t) => {
  const { history, heard } = start(t, [answer(head(4), '{garbage', { retract: { id: 'x:9' } }, post(2), '[]', 'null', { post: 5 }, '')]);
  await history.load();
  assert.deepEqual(heard.filter((h) => h), ['loading', 'x:2', 'whole']);
});

test('what is taken back while it loads does not come back', async (t) => {
  const madeBefore = () => {
    history.retract({ author: 'x:a0' });
    return answer(head(2), post(0), post(1), post(2));
  };
  const { history, heard } = start(t, [answer(head(4, 2), post(3), post(4)), madeBefore]);
  history.retract({ id: 'x:4' });
  await history.load();
  assert.deepEqual(heard, ['loading', 'x:3', 'x:1', 'whole']);
});

test('a server that is busy is asked again, when it says', async (t) => {
  const { history, waits, heard } = start(t, [refusal(503, { 'Retry-After': '5' }), refusal(500), answer(head(4), post(4))]);
  await history.load();
  assert.deepEqual(heard, ['loading', 'x:4', 'whole']);
  assert.equal(waits[0], 5_000);
  assert.ok(waits[1] > 0 && waits[1] <= 1_000);
});

test('when it fails again and again it says so, and goes on where it was when it is told to', async (t) => {
  const answers = [answer(head(4, 2), post(4))];
  const { history, asked, heard } = start(t, answers);
  await history.load();
  assert.deepEqual(heard, ['loading', 'x:4', 'failed']);
  assert.equal(asked.length, 6);
  answers.push(answer(head(2), post(1)));
  history.retract({ id: 'x:0' });
  await history.load();
  assert.deepEqual(heard.slice(3), ['loading', 'x:1', 'whole']);
  assert.equal(asked.at(-1), 'e:2');
});

test('an answer of another epoch is none', async (t) => {
  const { history, heard } = start(t, [answer(head(4, undefined, 'f'), post(4))]);
  await history.load();
  assert.deepEqual(heard, ['loading', 'failed']);
});

test('a fresh start gives up what was being loaded', async (t) => {
  let resolve;
  const { history, heard, asked } = start(t, [() => new Promise((r) => (resolve = r)), answer(head(7, undefined, 'f'), post(7))]);
  const first = history.load();
  await new Promise((r) => setImmediate(r));
  history.begin({ area: 'chicago', epoch: 'f', after: 7 });
  const second = history.load();
  resolve(answer(head(4), post(4)));
  await Promise.all([first, second]);
  assert.deepEqual(asked, ['e:4', 'f:7']);
  assert.deepEqual(heard, ['loading', 'loading', 'x:7', 'whole']);
});

test('a fresh start with everything needs nothing more', async (t) => {
  const { history, asked, heard } = start(t, []);
  history.begin({ area: 'chicago', epoch: 'e' });
  await history.load();
  assert.deepEqual(asked, []);
  assert.deepEqual(heard, ['whole']);
});

test('a long part is taken in slices, and the page has its turn between them', async (t) => {
  const lines = Array.from({ length: 4_000 }, (_, i) => post(i));
  let turns = 0;
  const { history, heard } = start(t, [answer(head(4_000), ...lines)], async () => turns++);
  const clock = mock.method(performance, 'now', () => clock.mock.callCount());
  await history.load();
  assert.equal(heard.length, 4_002);
  assert.ok(turns > 100, `${turns}`);
});

test('when it is stopped between two slices the rest is not taken', async (t) => {
  const lines = Array.from({ length: 100 }, (_, i) => post(i));
  const { history, heard } = start(t, [answer(head(100), ...lines)], async () => history.stop());
  const clock = mock.method(performance, 'now', () => clock.mock.callCount());
  await history.load();
  assert.ok(heard.length < 50 && !heard.includes('whole'), `${heard.length}`);
});
