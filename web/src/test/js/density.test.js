import assert from 'node:assert/strict';
import test from 'node:test';
import { AROUND, CELL, density, roundUp, share } from '../../main/resources/public/map/density.js';

/** A map of 400 by 300 pixels over the middle of the world. */
const frame = { scale: 2 ** 20, left: 2 ** 19 - 200, top: 2 ** 19 - 150, width: 400, height: 300, middle: 0.5 };

const at = (x, y, exact = true) => ({ exact, x: 0.5 + x / frame.scale, y: 0.5 + y / frame.scale });

const sum = (values) => values.reduce((a, b) => a + b, 0);

test('every post in the frame is counted once, wherever it is spread to', () => {
  const { values } = density([at(0, 0), at(0, 0), at(50, -40)], frame);
  assert.ok(Math.abs(sum(values) - 3) < 1e-4, sum(values));
});

test('a post is densest where it is, and counts about as one there', () => {
  const { columns, x, y, values } = density([at(60, 30)], frame);
  const highest = values.indexOf(Math.max(...values));
  const [px, py] = [x + ((highest % columns) + 0.5) * CELL, y + (Math.floor(highest / columns) + 0.5) * CELL];
  assert.ok(Math.abs(px - 260) <= CELL && Math.abs(py - 180) <= CELL, `${px}, ${py}`);
  assert.ok(Math.abs(values[highest] * AROUND - 1) < 0.15, values[highest] * AROUND);
});

test('posts without an exact position, and those outside, do not count', () => {
  assert.equal(sum(density([at(0, 0, false), { exact: false, x: NaN, y: NaN }, at(5_000, 0), at(0, -5_000)], frame).values), 0);
});

test('a post is found on the copy of the world that the map shows', () => {
  const shifted = { ...frame, left: frame.left + frame.scale, middle: 1.5 };
  assert.deepEqual(density([at(10, 10)], shifted).values, density([at(10, 10)], frame).values);
});

test('the cells stand still on the world while the map is dragged', () => {
  const [before, after] = [density([at(0, 0)], frame), density([at(0, 0)], { ...frame, left: frame.left + 1, top: frame.top + 2 })];
  assert.equal(Math.abs((before.x - after.x - 1) % CELL), 0);
  assert.equal(Math.abs((before.y - after.y - 2) % CELL), 0);
});

test('a share leaves out how many write where', () => {
  const many = Array.from({ length: 40 }, () => at(-80, 0));
  const few = Array.from({ length: 4 }, () => at(80, 0));
  const half = (posts) => posts.filter((_, i) => i % 2 === 0);
  const shown = density([...half(many), ...half(few)], frame);
  const shares = share(shown.values, density([...many, ...few], frame).values);
  const cell = (x) => Math.floor((150 - shown.y) / CELL) * shown.columns + Math.floor((x - shown.x) / CELL);
  assert.ok(Math.abs(shares[cell(120)] - 0.5) < 1e-5);
  assert.ok(Math.abs(shares[cell(280)] - 0.5) < 1e-5);
  assert.equal(shares[0], 0);
});

test('scales end at round numbers', () => {
  assert.deepEqual([0, NaN, 0.004, 0.7, 1, 1.01, 47, 50, 801].map(roundUp), [0, 0, 0.005, 0.75, 1, 1.5, 50, 50, 1_000]);
});
