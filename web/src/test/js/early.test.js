import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import zlib from 'node:zlib';

const ADDRESS = 'wss://civiz.example/ws?area=chicago';

class FakeSocket {
  static OPEN = 1;
  static all = [];
  readyState = 0;

  constructor(url) {
    this.url = url;
    FakeSocket.all.push(this);
  }

  close() {
    this.readyState = 3;
  }
}

globalThis.location = { href: 'https://civiz.example/?area=chicago', search: '?area=chicago' };
globalThis.WebSocket = FakeSocket;

let times = 0;

/** The module as a page has it that was just opened. */
async function opened(t) {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  FakeSocket.all.length = 0;
  return import(`../../main/resources/public/feed/early.js?${times++}`);
}

/** What a socket's handlers are told. */
async function told(socket) {
  const heard = [];
  socket.onopen = () => heard.push('open');
  socket.onmessage = ({ data }) => heard.push(data);
  await Promise.resolve();
  return heard;
}

test('the socket is there before anyone asks, and tells who claims it what has come', async (t) => {
  const { open } = await opened(t);
  const [early] = FakeSocket.all;
  assert.equal(early.url, ADDRESS);
  early.readyState = 1;
  early.onmessage({ data: 'hello' });
  early.onmessage({ data: 'more' });
  const socket = open(ADDRESS);
  assert.equal(socket, early);
  const heard = await told(socket);
  assert.deepEqual(heard, ['open', 'hello', 'more']);
  socket.onmessage({ data: 'later' });
  assert.deepEqual(heard, ['open', 'hello', 'more', 'later']);
});

test('what has come is inflated meanwhile, and who claims it is told of damage', async (t) => {
  const { open } = await opened(t);
  const [early] = FakeSocket.all;
  early.readyState = 1;
  early.onmessage({ data: new Uint8Array(zlib.deflateRawSync('hello')).buffer });
  early.onmessage({ data: new Uint8Array([255, 255, 1]).buffer });
  const [, whole, damaged] = await told(open(ADDRESS));
  assert.equal(await whole, 'hello');
  await assert.rejects(damaged);
});

test('one that is not open yet tells of that itself', async (t) => {
  const { open } = await opened(t);
  const socket = open(ADDRESS);
  assert.deepEqual(await told(socket), []);
});

test('it is given once', async (t) => {
  const { open } = await opened(t);
  const socket = open(ADDRESS);
  assert.notEqual(open(ADDRESS), socket);
  assert.equal(FakeSocket.all.length, 2);
});

test('who wants another place in the feed, or comes after it broke, gets a new one', async (t) => {
  const { open } = await opened(t);
  const [early] = FakeSocket.all;
  assert.notEqual(open(`${ADDRESS}&since=e:7`), early);
  early.readyState = 3;
  early.onmessage({ data: 'lost' });
  const socket = open(ADDRESS);
  assert.notEqual(socket, early);
  assert.deepEqual(await told(socket), []);
});

test('what nobody claims is closed', async (t) => {
  await opened(t);
  const [early] = FakeSocket.all;
  mock.timers.tick(29_000);
  assert.equal(early.readyState, 0);
  mock.timers.tick(1_000);
  assert.equal(early.readyState, 3);
});
