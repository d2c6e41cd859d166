import { worldX, worldY } from '../posts/world.js';

/** A shape smaller than this, in pixels, is not drawn, and neither is a corner that is nearer to the one before it. */
const LEAST = 0.75;

/**
 * A shape of the basemap: positions as posts/world.js has them, x before y, and the rectangle around them.
 *
 * @typedef {{at: Float64Array, west: number, north: number, east: number, south: number}} Shape
 */

/**
 * @param {string} text an encoded polyline, see basemap/build.mjs
 * @param {number} digits decimals of a degree
 * @returns {Shape}
 */
export function decode(text, digits) {
  const at = [];
  const unit = 10 ** -digits;
  let [lat, lon, i] = [0, 0, 0];
  const next = () => {
    let [value, shift, bits] = [0, 0, 0];
    do {
      bits = text.charCodeAt(i++) - 63;
      value |= (bits & 0x1f) << shift;
      shift += 5;
    } while (bits >= 0x20);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (i < text.length) {
    lat += next();
    lon += next();
    at.push(worldX(lon * unit), worldY(lat * unit));
  }
  const shape = { at: Float64Array.from(at), west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  for (let j = 0; j < at.length; j += 2) {
    shape.west = Math.min(shape.west, at[j]);
    shape.east = Math.max(shape.east, at[j]);
    shape.north = Math.min(shape.north, at[j + 1]);
    shape.south = Math.max(shape.south, at[j + 1]);
  }
  return shape;
}

/**
 * Adds a shape to the path that is being built, on every copy of the world that the frame shows.
 *
 * @param {Pick<CanvasRenderingContext2D, 'moveTo'|'lineTo'|'closePath'>} path
 * @param {Shape} shape
 * @param {object} frame see CanvasLayer
 * @param {boolean} closed whether it is a ring
 */
export function trace(path, shape, frame, closed) {
  const { scale, left, top, width, height } = frame;
  if (shape.south * scale < top || shape.north * scale > top + height) return;
  if ((shape.east - shape.west) * scale < LEAST && (shape.south - shape.north) * scale < LEAST) return;
  const first = Math.ceil(left / scale - shape.east);
  for (let copy = first; (shape.west + copy) * scale <= left + width; copy++) {
    traceCopy(path, shape.at, frame, copy * scale - left, closed);
  }
}

/**
 * A corner that is on the same outer side of the frame as both its neighbours changes nothing inside: it is left out, so
 * that a continent costs no more than its part in view.
 */
function traceCopy(path, at, { scale, top, width, height }, dx, closed) {
  const last = at.length - 2;
  let [x0, y0, side0] = [0, 0, 0];
  let [x1, y1, side1] = [0, 0, 0];
  for (let i = 0; i <= last; i += 2) {
    const x = at[i] * scale + dx;
    const y = at[i + 1] * scale - top;
    const side = (x < 0 ? 1 : x > width ? 2 : 0) | (y < 0 ? 4 : y > height ? 8 : 0);
    if (i === 0) {
      path.moveTo(x, y);
      [x0, y0, side0] = [x, y, side];
    } else if (i > 2 && (side0 & side1 & side) === 0 && Math.abs(x1 - x0) + Math.abs(y1 - y0) >= LEAST) {
      path.lineTo(x1, y1);
      [x0, y0, side0] = [x1, y1, side1];
    }
    [x1, y1, side1] = [x, y, side];
  }
  path.lineTo(x1, y1);
  if (closed) path.closePath();
}
