import assert from 'node:assert/strict';
import test from 'node:test';
import { contains, intersects, worldRect, worldX, worldY } from '../../main/resources/public/posts/world.js';
import { random, seed } from './support.js';

test('the world is a square from the antimeridian and the north', () => {
  assert.equal(worldX(-180), 0);
  assert.equal(worldX(180), 1);
  assert.ok(Math.abs(worldY(0) - 0.5) < 1e-12);
  assert.ok(Math.abs(worldY(90)) < 1e-9 && Math.abs(worldY(-90) - 1) < 1e-9);
});

test('a box over the antimeridian holds what is on both sides of it', () => {
  const fiji = worldRect([177, -19, -178, -16]);
  assert.equal(contains(fiji, worldX(179), worldY(-17)), true);
  assert.equal(contains(fiji, worldX(-179), worldY(-17)), true);
  assert.equal(contains(fiji, worldX(-170), worldY(-17)), false);
  assert.equal(contains(fiji, worldX(0), worldY(-17)), false);
});

test('a view on another copy of the world sees the same', () => {
  const view = { ...worldRect([-90, 40, -80, 45]), x: worldX(-90) - 1 };
  assert.equal(contains(view, worldX(-87), worldY(42)), true);
  assert.equal(intersects(view, worldRect([-85, 44, -70, 50])), true);
  assert.equal(intersects(view, worldRect([-70, 44, -60, 50])), false);
});

/** The boxes of one kind never share an edge with those of the other, where rounding would decide. */
test(`two boxes intersect when, and only when, some position is in both (seed ${seed})`, () => {
  const roll = random();
  const box = (shift) => {
    const west = Math.floor(roll() * 36) * 10 - 180;
    const south = Math.floor(roll() * 6) * 10 - 40;
    const east = west + 10 + Math.floor(roll() * 34) * 10;
    return [west + shift, south + shift, ((east + 180) % 360) - 180 + shift, south + 10 + Math.floor(roll() * 3) * 10 + shift];
  };
  for (let i = 0; i < 3_000; i++) {
    const [a, b] = [worldRect(box(0)), worldRect(box(3))];
    let shared = false;
    for (let lon = -177.5; lon <= 180 && !shared; lon += 2.5) {
      for (let lat = -45; lat <= 70 && !shared; lat += 2.5) {
        shared = contains(a, worldX(lon), worldY(lat)) && contains(b, worldX(lon), worldY(lat));
      }
    }
    assert.equal(intersects(a, b), shared, `${JSON.stringify([a, b])} seed ${seed}`);
  }
});
