import assert from 'node:assert/strict';
import test from 'node:test';
import { ageOf, countByAge } from '../../main/resources/public/posts/age.js';

test('a post is one of four ages, and what a wrong clock puts in the future is new', () => {
  const now = 10_000_000;
  const ages = [-5_000, 0, 59_999, 60_000, 599_999, 600_000, 3_599_999, 3_600_000, 9e9].map((ms) => ageOf(now - ms, now));
  assert.deepEqual(ages, [0, 0, 0, 1, 1, 2, 2, 3, 3]);
});

test('the legend counts exact positions by age, and places apart', () => {
  const post = (ms, exact = true) => ({ created: 10_000_000 - ms, exact });
  const counts = countByAge([post(0), post(70_000), post(80_000), post(9e6), post(0, false)], 10_000_000);
  assert.deepEqual(counts, { ages: [1, 2, 0, 1], places: 1 });
});
