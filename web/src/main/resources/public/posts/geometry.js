/**
 * The position of a Point, or the box of any polygon (RFC 7946); null when the geometry is none of these.
 *
 * @returns {{point: [number, number]}|{box: [number, number, number, number]}|null} degrees: longitude, latitude;
 *     west, south, east, north, with west greater than east for a box over the antimeridian
 */
export function readGeometry(geometry) {
  const { type, coordinates } = geometry ?? {};
  if (type === 'Point') return isPosition(coordinates) ? { point: [coordinates[0], coordinates[1]] } : null;
  if (type === 'Polygon') return placed(boxOf(coordinates));
  if (type !== 'MultiPolygon' || !Array.isArray(coordinates)) return null;
  const boxes = coordinates.map(boxOf);
  return boxes.length === 0 || boxes.includes(null) ? null : placed(joined(boxes));
}

/** A box without any extent is a point. */
function placed(box) {
  if (box === null) return null;
  return box[0] === box[2] && box[1] === box[3] ? { point: [box[0], box[1]] } : { box };
}

function boxOf(rings) {
  const ring = Array.isArray(rings) ? rings[0] : null;
  if (!Array.isArray(ring) || ring.length === 0 || !ring.every(isPosition)) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of ring) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

/**
 * Parts that touch the antimeridian from both sides are one box that was cut there; those that touch neither side belong
 * to the hemisphere they begin in.
 */
function joined(boxes) {
  const endsThere = ([west, , east]) => east === 180 || (west !== -180 && west >= 0);
  const [west, south, east, north] = around(boxes);
  const [before, after] = [boxes.filter(endsThere), boxes.filter((b) => !endsThere(b))];
  if (west === -180 && east === 180 && before.length > 0 && after.length > 0) {
    const from = around(before)[0];
    const to = around(after)[2];
    if (from > to) return [from, south, to, north];
  }
  return [west, south, east, north];
}

function around(boxes) {
  const edge = (i, pick) => pick(...boxes.map((b) => b[i]));
  return [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
}

function isPosition(p) {
  return Array.isArray(p) && inRange(p[0], 180) && inRange(p[1], 90);
}

function inRange(degrees, limit) {
  return Number.isFinite(degrees) && Math.abs(degrees) <= limit;
}
