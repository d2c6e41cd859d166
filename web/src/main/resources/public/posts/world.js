/**
 * Positions on the world as a square that is one unit wide, in the projection of the map (EPSG:3857): x grows to the east
 * from the antimeridian, y to the south. A rectangle `{x, y, w, h}` may run over the antimeridian: then x + w is over 1.
 */

/** The square ends here: the projection has no poles. */
const MAX_LAT = 85.0511287798;

export function worldX(lon) {
  return (lon + 180) / 360;
}

export function worldY(lat) {
  const sin = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

export function lonOf(x) {
  return x * 360 - 180;
}

export function latOf(y) {
  return (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
}

/** The rectangle of a box in degrees; where west is greater than east it crosses the antimeridian. */
export function worldRect([west, south, east, north]) {
  const x = worldX(west);
  const y = worldY(north);
  const w = (east - west) / 360;
  return { x, y, w: w < 0 ? w + 1 : w, h: worldY(south) - y };
}

/** The rectangle around positions that lie together. */
export function rectAround(positions) {
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const position of positions) {
    const x = nearestCopy(position.x, positions[0].x);
    [west, east] = [Math.min(west, x), Math.max(east, x)];
    [north, south] = [Math.min(north, position.y), Math.max(south, position.y)];
  }
  return { x: west, y: north, w: east - west, h: south - north };
}

/** Whether the position is in the rectangle, whichever copy of the world either was given on. */
export function contains(rect, x, y) {
  return y >= rect.y && y <= rect.y + rect.h && eastOf(rect.x, x) <= rect.w;
}

export function intersects(a, b) {
  if (a.y > b.y + b.h || b.y > a.y + a.h) return false;
  return eastOf(a.x, b.x) <= a.w || eastOf(b.x, a.x) <= b.w;
}

/** The x, whole worlds away, that is nearest to another. */
export function nearestCopy(x, middle) {
  return x - Math.round(x - middle);
}

/** How far east of one meridian another is: 0 up to 1. */
function eastOf(from, to) {
  const d = to - from;
  return d - Math.floor(d);
}
