import assert from 'node:assert/strict';
import test from 'node:test';
import { Backoff, returnAfter } from '../../main/resources/public/feed/backoff.js';

test('the first retry is quick, and waits double up to half a minute', () => {
  const backoff = new Backoff(() => 1);
  const waits = Array.from({ length: 10 }, () => backoff.next());
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 30000]);
});

test('two viewers of one restarted server do not come back at the same moment', () => {
  const waits = new Set(Array.from({ length: 50 }, () => new Backoff().next()));
  assert.ok(waits.size > 40);
  for (const wait of waits) assert.ok(wait >= 250 && wait <= 500, `${wait}`);
});

test('after a good connection it begins anew', () => {
  const backoff = new Backoff(() => 0);
  for (let i = 0; i < 5; i++) backoff.next();
  backoff.reset();
  assert.equal(backoff.next(), 250);
});

test('a server that goes away says when to come back', () => {
  assert.equal(returnAfter('retry 2.714'), 2714);
  assert.equal(returnAfter('retry 11'), 11_000);
  assert.equal(returnAfter('retry 0'), 0);
});

test('without that, or with anything else in its place, a viewer waits between one and four seconds', () => {
  const others = [undefined, '', 'retry', 'retry -1', 'retry 1e9', 'retry 61', 'retry 999', 'retry 2.7 ', 'retry 2,7', 'retry 2.7142', 'retry Infinity',
    'the server goes away', 'not retry 2'];
  for (const reason of others) {
    assert.equal(returnAfter(reason, () => 0), 1_000, reason);
    assert.equal(returnAfter(reason, () => 1), 4_000, reason);
  }
});
