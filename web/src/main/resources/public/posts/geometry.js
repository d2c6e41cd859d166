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

/** Parts that meet at the antimeridian, one from the east and one from the west, are a box that was cut there. */
function joined(boxes) {
  const south = Math.min(...boxes.map((b) => b[1]));
  const north = Math.max(...boxes.map((b) => b[3]));
  const cut = boxes.some((b) => b[2] === 180) && boxes.some((b) => b[0] === -180 && b[2] < 180);
  const [eastern, western] = cut ? [boxes.filter((b) => b[0] > 0), boxes.filter((b) => b[0] <= 0)] : [boxes, boxes];
  if (eastern.length === 0) return [-180, south, 180, north];
  return [Math.min(...eastern.map((b) => b[0])), south, Math.max(...western.map((b) => b[2])), north];
}

function isPosition(p) {
  return Array.isArray(p) && inRange(p[0], 180) && inRange(p[1], 90);
}

function inRange(degrees, limit) {
  return Number.isFinite(degrees) && Math.abs(degrees) <= limit;
}
