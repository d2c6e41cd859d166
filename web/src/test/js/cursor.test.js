import assert from 'node:assert/strict';
import test from 'node:test';
import { Cursor } from '../../main/resources/public/feed/cursor.js';

const hello = (seq, resumed = false, epoch = '9f3a') => ({ epoch, seq, resumed });
const event = (seq, epoch = '9f3a') => ({ epoch, seq });

test('it is nowhere before the first hello', () => {
  assert.equal(new Cursor().since, null);
});

test('after the message of a hello it is where the hello said, also when nothing came with it', () => {
  const cursor = new Cursor();
  cursor.begin(hello(124));
  cursor.settle();
  assert.equal(cursor.since, '9f3a:124');
});

test('in the middle of the first message it is not yet there', () => {
  const cursor = new Cursor();
  cursor.begin(hello(124));
  assert.equal(cursor.since, null);
});

test('each event moves it, and one that it had is not taken again', () => {
  const cursor = new Cursor();
  cursor.begin(hello(124));
  assert.equal(cursor.take(event(90)), true);
  cursor.settle();
  assert.equal(cursor.take(event(125)), true);
  assert.equal(cursor.take(event(125)), false);
  assert.equal(cursor.take(event(80)), false);
  assert.equal(cursor.take(event(128)), true);
  assert.equal(cursor.since, '9f3a:128');
});

test('an event without a number came through the open door and moves nothing', () => {
  const cursor = new Cursor();
  cursor.begin(hello(124));
  cursor.settle();
  assert.equal(cursor.take({}), true);
  assert.equal(cursor.since, '9f3a:124');
});

test('a resumed hello goes on, one that lost continuity begins anew', () => {
  const cursor = new Cursor();
  cursor.begin(hello(124));
  cursor.settle();
  cursor.begin(hello(130, true));
  assert.equal(cursor.take(event(124)), false);
  assert.equal(cursor.take(event(126)), true);
  cursor.settle();
  assert.equal(cursor.since, '9f3a:130');
  cursor.begin(hello(7, false, 'b001'));
  assert.equal(cursor.take(event(3, 'b001')), true);
  cursor.settle();
  assert.equal(cursor.since, 'b001:7');
});

test('a hello that says no place leaves it where it is', () => {
  const cursor = new Cursor();
  cursor.begin(hello(124));
  cursor.settle();
  for (const broken of [{}, { epoch: 9, seq: 1 }, { epoch: 'x', seq: 'y' }, { epoch: 'x', seq: 1.5 }]) cursor.begin(broken);
  cursor.settle();
  assert.equal(cursor.since, '9f3a:124');
});
