import assert from 'node:assert/strict';
import test from 'node:test';
import { Grid } from '../../main/resources/public/map/grid.js';
import { random, seed } from './support.js';

test('of points on the very same spot the one on top is hit', () => {
  const grid = new Grid();
  grid.fill(100, 100, new Float32Array([50, 50, 50]), new Float32Array([50, 50, 50]), 3);
  assert.equal(grid.nearest(52, 51, 10), 2);
  assert.equal(grid.nearest(70, 70, 10), -1);
});

test(`the grid finds what a search through all points finds (seed ${seed})`, () => {
  const roll = random();
  const grid = new Grid();
  for (let run = 0; run < 20; run++) {
    const count = Math.floor(roll() * 2_000);
    const xs = Float32Array.from({ length: count }, () => roll() * 1_020 - 10);
    const ys = Float32Array.from({ length: count }, () => roll() * 620 - 10);
    grid.fill(1_000, 600, xs, ys, count);
    for (let i = 0; i < 100; i++) {
      const [x, y, radius] = [roll() * 1_000, roll() * 600, roll() * 40];
      const inGrid = (j) => xs[j] >= 0 && ys[j] >= 0;
      let best = -1;
      let least = radius * radius;
      for (let j = 0; j < count; j++) {
        const d = (xs[j] - x) ** 2 + (ys[j] - y) ** 2;
        if (inGrid(j) && d <= least) [best, least] = [j, d];
      }
      assert.equal(grid.nearest(x, y, radius), best, `seed ${seed}`);
    }
  }
});
