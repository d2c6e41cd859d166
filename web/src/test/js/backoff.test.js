import assert from 'node:assert/strict';
import test from 'node:test';
import { Backoff } from '../../main/resources/public/feed/backoff.js';

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
