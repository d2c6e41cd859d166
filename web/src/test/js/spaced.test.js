import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { spaced } from '../../main/resources/public/spaced.js';

/** Time that passes when the test, or what it runs, says so. */
function clock(t) {
  let now = 1_000;
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => now);
  t.after(() => {
    mock.timers.reset();
    mock.restoreAll();
  });
  const spend = (ms) => (now += ms);
  return { spend, pass: (ms) => (spend(ms), mock.timers.tick(ms)) };
}

test('what is asked for many times is done soon, once, and again after the pause', (t) => {
  const { pass } = clock(t);
  let runs = 0;
  const update = spaced(() => runs++, 200);
  for (let i = 0; i < 5; i++) update();
  assert.equal(runs, 0);
  pass(1);
  assert.equal(runs, 1);
  update();
  pass(150);
  assert.equal(runs, 1);
  pass(50);
  assert.equal(runs, 2);
  pass(1_000);
  assert.equal(runs, 2);
});

test('what takes long is done less often, but not for ever', (t) => {
  const { pass, spend } = clock(t);
  let [runs, cost] = [0, 50];
  const update = spaced(() => {
    runs++;
    spend(cost);
  }, 200);
  update();
  pass(1);
  update();
  pass(940);
  assert.equal(runs, 1);
  cost = 10_000;
  pass(60);
  assert.equal(runs, 2);
  update();
  pass(1);
  assert.equal(runs, 3);
});
