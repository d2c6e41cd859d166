import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import zlib from 'node:zlib';
import { Feed } from '../../main/resources/public/feed/feed.js';

globalThis.location = { href: 'https://civiz.example/?area=chicago' };

class FakeSocket {
  closed = false;

  constructor(url) {
    this.url = new URL(url);
  }

  close() {
    this.closed = true;
  }

  say(...lines) {
    const bytes = zlib.deflateRawSync(lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l)) + '\n').join(''));
    this.onmessage({ data: new Uint8Array(bytes).buffer });
  }
}

function start(t, area = 'chicago') {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_000_000 });
  mock.method(console, 'warn', () => {});
  const sockets = [];
  const heard = [];
  const note = (kind) => (...values) => heard.push([kind, ...values]);
  const feed = new Feed(area, { hello: note('hello'), whole: note('whole'), post: note('post'), past: note('past'), history: note('history'),
    retract: note('retract'), status: note('status'), state: ({ name }) => heard.push(['state', name]) }, (url) => sockets[sockets.push(new FakeSocket(url)) - 1]);
  t.after(() => {
    feed.stop();
    mock.timers.reset();
    mock.restoreAll();
  });
  feed.start();
  return { feed, sockets, heard, of: (kind) => heard.filter(([k]) => k === kind).map(([, ...values]) => values) };
}

const hello = (seq, resumed) => ({ hello: { area: 'chicago', epoch: 'e', seq, resumed } });
const post = (seq) => ({ epoch: 'e', seq, post: { id: `x:${seq}` } });

/** Inflating takes real time, which the mocked timers do not tell. */
async function until(condition) {
  const deadline = performance.now() + 10_000;
  while (!condition() && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(condition(), 'it never came');
}

test('on https it connects with wss, to the area asked for and without a place to resume at', (t) => {
  const { sockets } = start(t);
  assert.equal(sockets[0].url.href, 'wss://civiz.example/ws?area=chicago');
});

test('without an area the server chooses', (t) => {
  assert.equal(start(t, null).sockets[0].url.href, 'wss://civiz.example/ws');
});

test('what comes with a hello is not fresh, what comes later is, and the order is kept', async (t) => {
  const { sockets, of } = start(t);
  sockets[0].onopen();
  sockets[0].say(hello(2, false), post(1), post(2));
  sockets[0].say(post(3), { epoch: 'e', seq: 4, retract: { id: 'x:1' } }, { status: { viewers: 1 } });
  await until(() => of('status').length === 1);
  assert.deepEqual(of('post').map(([p, fresh]) => [p.id, fresh]), [['x:1', false], ['x:2', false], ['x:3', true]]);
  assert.deepEqual(of('retract'), [[{ id: 'x:1' }]]);
});

test('garbage between good lines costs exactly the garbage', async (t) => {
  const { sockets, of } = start(t);
  sockets[0].say(hello(0, false), '{garbage', post(1), '[]', { epoch: 'e', seq: 2, unknown: {} }, post(3));
  await until(() => of('post').length === 2);
});

test('a listener that fails on one post still gets the next', async (t) => {
  const { feed, sockets } = start(t);
  mock.method(console, 'error', () => {});
  feed.stop();
  const got = [];
  const fails = new Feed('chicago', { hello() {}, whole() {}, history() {}, state() {}, post: ({ id }) => {
    if (id === 'x:1') throw new Error('no');
    got.push(id);
  } }, (url) => sockets[sockets.push(new FakeSocket(url)) - 1]);
  fails.start();
  sockets.at(-1).say(hello(0, false), post(1), post(2));
  await until(() => got.length === 1);
  fails.stop();
  assert.deepEqual(got, ['x:2']);
});

test('what came before a fresh start is loaded once, and a retraction meanwhile holds', async (t) => {
  const asked = [];
  let answer;
  globalThis.fetch = (url) => {
    asked.push(new URL(url).search);
    return new Promise((resolve) => (answer = resolve));
  };
  t.after(() => delete globalThis.fetch);
  const { sockets, of } = start(t);
  sockets[0].onopen();
  sockets[0].say({ hello: { ...hello(9, false).hello, after: 5 } }, post(8), { epoch: 'e', seq: 9, retract: { id: 'x:3' } });
  await until(() => asked.length === 1);
  assert.deepEqual(asked, ['?area=chicago&upTo=e%3A5']);
  sockets[0].say({ epoch: 'e', seq: 10, retract: { id: 'x:4' } });
  await until(() => of('retract').length === 2);
  const lines = [{ history: { area: 'chicago', epoch: 'e', upTo: 5 } }, post(3), post(4), post(5)];
  answer(new Response(zlib.deflateRawSync(lines.map((l) => JSON.stringify(l) + '\n').join(''))));
  await until(() => of('history').at(-1)[0] === 'whole');
  assert.deepEqual(of('past').map(([p]) => p.id), ['x:5']);
  assert.equal(asked.length, 1);
});

test('a lost connection comes back by itself, right after what it had', async (t) => {
  const { sockets, of, heard } = start(t);
  sockets[0].onopen();
  sockets[0].say(hello(2, false), post(1), post(2));
  sockets[0].say(post(3));
  sockets[0].onclose({ code: 1006 });
  await until(() => of('state').at(-1)[0] === 'waiting');
  assert.equal(of('post').length, 3, 'what had arrived counts');
  mock.timers.tick(500);
  assert.equal(sockets.length, 2);
  assert.equal(sockets[1].url.searchParams.get('since'), 'e:3');
  sockets[1].say(hello(4, true), post(3), post(4));
  await until(() => of('post').length === 4);
  assert.equal(heard.filter(([, p]) => p?.id === 'x:3').length, 1, 'every event once');
});

test('a server that goes away is given a few seconds', async (t) => {
  const { sockets, of } = start(t);
  sockets[0].onopen();
  sockets[0].onclose({ code: 1001 });
  await until(() => of('state').at(-1)[0] === 'waiting');
  mock.timers.tick(999);
  assert.equal(sockets.length, 1);
  mock.timers.tick(3_001);
  assert.equal(sockets.length, 2);
});

test('a server that goes away is come back to when it says', async (t) => {
  const { sockets, of } = start(t);
  sockets[0].onopen();
  sockets[0].onclose({ code: 1001, reason: 'retry 7.25' });
  await until(() => of('state').at(-1)[0] === 'waiting');
  mock.timers.tick(7_249);
  assert.equal(sockets.length, 1);
  mock.timers.tick(1);
  assert.equal(sockets.length, 2);
});

test('who was cut for another reason comes back at once, whatever the reason says', async (t) => {
  const { sockets, of } = start(t);
  sockets[0].onopen();
  sockets[0].onclose({ code: 1008, reason: 'retry 60' });
  await until(() => of('state').at(-1)[0] === 'waiting');
  mock.timers.tick(500);
  assert.equal(sockets.length, 2);
});

test('a socket that falls silent is given up', async (t) => {
  const { sockets } = start(t);
  sockets[0].onopen();
  sockets[0].say(hello(0, false));
  mock.timers.tick(20_000);
  assert.equal(sockets.length, 1);
  mock.timers.tick(4_000);
  assert.equal(sockets[0].closed, true);
  mock.timers.tick(500);
  assert.equal(sockets.length, 2);
});

test('one that never opens is given up', (t) => {
  const { sockets } = start(t);
  mock.timers.tick(18_000);
  assert.equal(sockets[0].closed, true);
  mock.timers.tick(500);
  assert.equal(sockets.length, 2);
});

test('the network coming back ends the wait at once', async (t) => {
  const { feed, sockets, of } = start(t);
  for (let i = 0; i < 8; i++) {
    sockets.at(-1).onclose({ code: 1006 });
    await until(() => of('state').at(-1)[0] === 'waiting');
    if (i < 7) mock.timers.tick(30_000);
  }
  const before = sockets.length;
  feed.handleEvent({ type: 'online' });
  assert.equal(sockets.length, before + 1);
  sockets.at(-1).onopen();
  for (let i = 0; i < 4; i++) {
    mock.timers.tick(10_000);
    sockets.at(-1).say({ status: {} });
  }
  assert.equal(sockets.length, before + 1, 'one connection, not two');
});

test('what an abandoned socket still says is not heard', async (t) => {
  const { feed, sockets, of } = start(t);
  const late = sockets[0].onmessage;
  feed.stop();
  const bytes = zlib.deflateRawSync(JSON.stringify(post(1)));
  late({ data: new Uint8Array(bytes).buffer });
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(of('post'), []);
});

test('a damaged message is read again from where the reader was', async (t) => {
  const { sockets, of } = start(t);
  sockets[0].onopen();
  sockets[0].say(hello(5, false));
  sockets[0].onmessage({ data: new Uint8Array([255, 255, 1]).buffer });
  await until(() => of('state').at(-1)[0] === 'waiting');
  mock.timers.tick(1_000);
  assert.equal(sockets[1].url.searchParams.get('since'), 'e:5');
});

test('a long message is read in stretches, whole and in order, unless its socket is given up on the way', async (t) => {
  const { feed, sockets, of } = start(t);
  let now = 0;
  mock.method(performance, 'now', () => now++);
  sockets[0].onopen();
  sockets[0].say(hello(300, false), ...Array.from({ length: 300 }, (_, i) => post(i + 1)));
  sockets[0].say(post(301));
  await until(() => of('post').length > 0);
  assert.equal(of('post').length, 199, 'and the hello, a millisecond each: the page shows nothing yet');
  assert.equal(of('whole').length, 0);
  await until(() => of('post').length === 301);
  assert.equal(of('whole').length, 1);
  assert.deepEqual(of('post').map(([{ id }]) => id), Array.from({ length: 301 }, (_, i) => `x:${i + 1}`));
  sockets[0].say(...Array.from({ length: 200 }, (_, i) => post(i + 302)));
  await until(() => of('post').length === 306);
  feed.stop();
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(of('post').length, 306);
});
