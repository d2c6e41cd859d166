import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTileJson } from '../../main/resources/public/map/tilejson.js';

const HERE = 'https://maps.example/v4/city.json';
const TILES = ['https://a.tiles.example/{z}/{x}/{y}.png', 'https://b.tiles.example/{z}/{x}/{y}.png'];

const read = (json, address = HERE) => readTileJson({ tilejson: '3.0.0', tiles: TILES, ...json }, address);

test('all that a map needs is taken', () => {
  const json = { minzoom: 3, maxzoom: 16, scheme: 'tms', attribution: '© City', bounds: [-88, 41, -87, 42] };
  assert.deepEqual(read(json), { tiles: TILES, minZoom: 3, maxZoom: 16, tms: true, attribution: '© City', bounds: [-88, 41, -87, 42] });
});

test('only the tiles are required', () => {
  assert.deepEqual(read({}), { tiles: TILES, minZoom: 0, maxZoom: 30, tms: false, attribution: '', bounds: null });
});

test('tiles are found from where the document is, keys and braces and all', () => {
  assert.deepEqual(read({ tiles: ['/t/{z}/{x}/{y}{r}.png?key=k'] }).tiles, ['https://maps.example/t/{z}/{x}/{y}{r}.png?key=k']);
});

test('tiles over http come with a document over http only', () => {
  const tiles = ['http://localhost:81/{z}/{x}/{y}'];
  assert.deepEqual(read({ tiles }, 'http://localhost:80/t.json').tiles, tiles);
  assert.throws(() => read({ tiles }), /https/);
});

for (const [what, tiles] of [
  ['scripts', ['javascript:{z}{x}{y}']],
  ['data', ['data:image/png,{z}{x}{y}']],
  ['vector tiles', ['https://a.example/{z}/{x}/{y}.pbf?key=1']],
  ['addresses without a row', ['https://a.example/{z}/{x}']],
  ['addresses with what nothing fills in', ['https://a.example/{z}/{x}/{y}/{style}']],
  ['no address', [null]],
  ['nothing', []],
  ['no list', 'https://a.example/{z}/{x}/{y}'],
]) {
  test(`${what} are no tiles`, () => assert.throws(() => read({ tiles }), TypeError));
}

test('documents of vector tiles are refused', () => assert.throws(() => read({ vector_layers: [] }), /vector/));

for (const json of [null, 1, 'x', [], {}]) {
  test(`${JSON.stringify(json)} is no document`, () => assert.throws(() => readTileJson(json, HERE), TypeError));
}

test('zooms and bounds that are none are left out', () => {
  for (const bounds of ['world', [1, 2, 3], [10, 0, -10, 1], [0, 0, 0, 0], [0, 0, '1', 1], [-999, 0, 1, 1]]) assert.equal(read({ bounds }).bounds, null);
  assert.deepEqual([read({ minzoom: -1 }).minZoom, read({ minzoom: '3' }).minZoom, read({ maxzoom: 1e9 }).maxZoom], [0, 0, 30]);
  assert.equal(read({ minzoom: 9, maxzoom: 4 }).maxZoom, 9);
});

test('a document can’t have more addresses than any server has', () => {
  assert.equal(read({ tiles: Array(10_000).fill(TILES[0]) }).tiles.length, 16);
});
