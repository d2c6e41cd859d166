import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { decode, trace } from '../../main/resources/public/map/shapes.js';
import { worldX, worldY } from '../../main/resources/public/posts/world.js';
import { random, seed } from './support.js';

const FILE = new URL('../../main/resources/public/map/basemap.json', import.meta.url);
const { layers, digits } = JSON.parse(readFileSync(FILE, 'utf8'));
const fills = layers.filter((layer) => layer.fill)
  .map(({ fill, shapes }) => ({ fill, shapes: shapes.map((text) => decode(text, digits)) }));

test('a shape is an encoded polyline', () => {
  const { at } = decode('_p~iF~ps|U_ulLnnqC_mqNvxq`@', 5);
  const expected = [[-120.2, 38.5], [-120.95, 40.7], [-126.453, 43.252]].flatMap(([lon, lat]) => [worldX(lon), worldY(lat)]);
  assert.equal(at.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(at[i] - value) < 1e-9));
});

test('the basemap is small', () => assert.ok(readFileSync(FILE).length < 200_000));

for (const [what, ground, lon, lat] of [
  ['the Loop', 'land', -87.63, 41.88],
  ['Wrigley Field', 'land', -87.656, 41.948],
  ['Lake Michigan off the Loop', 'water', -87.5, 41.88],
  ['Lake Michigan off Evanston', 'water', -87.6, 42.05],
  ['the Canadian half of Lake Huron', 'water', -82.2, 44.3],
  ['Toronto', 'land', -79.4, 43.72],
  ['the Great Salt Lake', 'water', -112.5, 41.15],
  ['New York', 'land', -73.97, 40.78],
  ['the border of Montana', 'land', -110, 49],
  ['the Atlantic', 'water', -40, 35],
  ['Paris', 'land', 2.35, 48.85],
  ['the Caspian Sea', 'water', 51, 41],
  ['Siberia west of the antimeridian', 'land', 178, 67],
  ['Siberia east of the antimeridian', 'land', -175, 66.5],
  ['Vanua Levu', 'land', 179.2, -16.6],
  ['Antarctica', 'land', 100, -80],
]) {
  test(`${what} is ${ground}`, () => assert.equal(groundAt(worldX(lon), worldY(lat)), ground));
}

test(`cutting off what is out of view changes nothing in view (seed ${seed})`, () => {
  const roll = random();
  for (let i = 0; i < 150; i++) {
    const scale = 256 * 2 ** (2 + roll() * 12);
    const frame = { scale, left: (worldX(-95 + roll() * 20) - 0.5 / scale) * scale, top: worldY(35 + roll() * 15) * scale, width: 800, height: 500 };
    const copy = Math.round(roll() * 4 - 2);
    frame.left += copy * scale;
    const paths = fills.map(({ fill, shapes }) => {
      const path = new Path();
      for (const shape of shapes) trace(path, shape, frame, true);
      return { fill, rings: path.rings };
    });
    for (let j = 0; j < 5; j++) {
      const [x, y] = [roll() * frame.width, roll() * frame.height];
      const drawn = paths.reduce((ground, { fill, rings }) => (winding(rings, x, y) === 0 ? ground : fill), 'water');
      const at = [(frame.left + x) / scale - copy, (frame.top + y) / scale];
      // leaving out tiny corners may move a shore, and leave out what is all shore
      if (isNearShore(at, 2 / scale)) continue;
      assert.equal(drawn, groundAt(...at), `at ${at}, scale ${scale}`);
    }
  }
});

test('a cape that reaches into view is drawn, though its neighbours are outside on one side', () => {
  const shape = { at: [-0.5, 0.2, 0.5, 0.5, -0.5, 0.8], west: -0.5, north: 0.2, east: 0.5, south: 0.8 };
  const path = new Path();
  trace(path, shape, { scale: 100, left: 0, top: 0, width: 90, height: 100 }, true);
  assert.deepEqual(path.rings[0], [[-50, 20], [50, 50], [-50, 80]]);
});

test('what is far outside costs next to nothing', () => {
  const scale = 256 * 2 ** 12;
  const frame = { scale, left: worldX(-87.7) * scale, top: worldY(41.95) * scale, width: 1400, height: 900 };
  const path = new Path();
  for (const { shapes } of fills) for (const shape of shapes) trace(path, shape, frame, true);
  assert.ok(path.rings.flat().length < 600, `${path.rings.flat().length} corners`);
});

class Path {
  rings = [];

  moveTo(x, y) {
    this.rings.push([[x, y]]);
  }

  lineTo(x, y) {
    this.rings.at(-1).push([x, y]);
  }

  closePath() {}
}

function groundAt(x, y) {
  return fills.reduce((ground, { fill, shapes }) => {
    const turns = shapes.reduce((sum, shape) => sum + around(shape, x, y), 0);
    return turns === 0 ? ground : fill;
  }, 'water');
}

function isNearShore([x, y], d) {
  return fills.some(({ shapes }) => shapes.some(({ at, west, east, north, south }) => {
    if (y < north - d || y > south + d) return false;
    for (let copy = -1; copy <= 1; copy++) {
      if (x + copy < west - d || x + copy > east + d) continue;
      for (let i = 0, j = at.length - 2; i < at.length; j = i, i += 2) {
        if (distance(at[j], at[j + 1], at[i], at[i + 1], x + copy, y) < d) return true;
      }
    }
    return false;
  }));
}

/** From a position to an edge. */
function distance(x0, y0, x1, y1, x, y) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x0 + along * dx - x, y0 + along * dy - y);
}

function around({ at, west, east, north, south }, x, y) {
  if (y < north || y > south) return 0;
  let turns = 0;
  for (let copy = -1; copy <= 1; copy++) {
    if (x + copy < west || x + copy > east) continue;
    for (let i = 0, j = at.length - 2; i < at.length; j = i, i += 2) {
      turns += crossing(at[j], at[j + 1], at[i], at[i + 1], x + copy, y);
    }
  }
  return turns;
}

function winding(rings, x, y) {
  let turns = 0;
  for (const ring of rings) {
    ring.forEach(([x1, y1], i) => (turns += crossing(...ring.at(i - 1), x1, y1, x, y)));
  }
  return turns;
}

/** How an edge counts for the nonzero rule: up or down, where it passes east of the position. */
function crossing(x0, y0, x1, y1, x, y) {
  if (y0 > y === y1 > y || x >= x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) return 0;
  return y1 > y0 ? 1 : -1;
}
