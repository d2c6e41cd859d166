import { nearestCopy } from '../posts/world.js';

/**
 * What a drawing over the map needs, in CSS pixels: `width`, `height` and device pixels per CSS pixel, `ratio`; `margin` beyond
 * each edge of the map; `scale`, pixels a world; `left`, `top`, where its corner is in those; `middle`, the world x at its
 * centre: a position is drawn on the copy of the world that is nearest to it; `corner`, its corner in the map pane.
 *
 * @param {import('leaflet').Map} map
 * @param {number} share of the map's size that is drawn beyond each edge
 */
export function frameOf(map, share) {
  const size = map.getSize();
  const margin = size.multiplyBy(share).round();
  const [width, height] = [size.x + 2 * margin.x, size.y + 2 * margin.y];
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 3);
  const corner = map.containerPointToLayerPoint([-margin.x, -margin.y]);
  const scale = map.options.crs.scale(map.getZoom());
  const { x: left, y: top } = map.getPixelOrigin().add(corner);
  return { width, height, ratio, margin, scale, left, top, middle: (left + width / 2) / scale, corner };
}

/** Where a world position is drawn in a frame; see posts/world.js. */
export function placeIn({ scale, left, top, middle }, { x, y }) {
  return { x: nearestCopy(x, middle) * scale - left, y: y * scale - top };
}

/** Makes the canvas as large as the frame, empty. @returns {CanvasRenderingContext2D} in CSS pixels */
export function clear(canvas, { width, height, ratio }) {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
