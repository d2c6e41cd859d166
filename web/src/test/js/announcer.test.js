import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Announcer } from '../../main/resources/public/panels/announcer.js';

const MINUTE_S = 60;
let said;
let announcer;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setInterval'] });
  globalThis.document = { hidden: false };
  said = [];
  announcer = new Announcer({ set textContent(text) { said.push(text); } });
});

/** Seconds pass, and in each as many posts come. */
function pass(seconds, each) {
  for (let s = 0; s < seconds; s++) {
    for (let i = 0; i < each; i++) announcer.arrived({ place: i === 0 ? 'Navy Pier' : 'Wrigley Field' });
    mock.timers.tick(1_000);
  }
}

test('however many posts come, it speaks once a minute, of all of them and where most are', () => {
  pass(10 * MINUTE_S, 3);
  assert.deepEqual(said, new Array(10).fill('180 new posts, most around Wrigley Field'));
});

test('it says nothing when nothing came', () => {
  pass(5 * MINUTE_S, 0);
  assert.deepEqual(said, []);
});

test('a hidden tab is silent, and tells all that came when it is seen again', () => {
  document.hidden = true;
  pass(3 * MINUTE_S, 2);
  assert.deepEqual(said, []);
  document.hidden = false;
  pass(MINUTE_S, 0);
  assert.equal(said.length, 1);
  assert.match(said[0], /^360 new posts/);
});
