import { Browser, DomUtil, Layer } from 'leaflet';

/** Drawn beyond each edge of the map, as a share of its size, so that a drag or a zoom out does not show a blank rim. */
const MARGIN = 0.1;

/**
 * A layer that is one canvas, drawn by its `draw` whole in one animation frame however often it was asked for, and
 * scaled by the compositor while the map's zoom is animated. World positions are those of posts/world.js.
 */
export class CanvasLayer extends Layer {
  #pane;
  #canvas = null;
  #frame = 0;
  #zooming = false;

  /** @param {string} pane the map pane it lies in */
  constructor(pane) {
    super();
    this.#pane = pane;
  }

  /** @abstract @param {CanvasRenderingContext2D} context in CSS pixels @param {object} frame see {@link #render} */
  draw(context, frame) {}

  redraw() {
    if (this.#canvas === null || this.#zooming || this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#render();
    });
  }

  onAdd(map) {
    this.#canvas = DomUtil.create('canvas', 'canvas-layer leaflet-zoom-animated', map.getPane(this.#pane));
    this.#canvas.setAttribute('aria-hidden', 'true');
    this.redraw();
    return this;
  }

  onRemove() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#canvas.remove();
    this.#canvas = null;
  }

  getEvents() {
    return {
      move: () => this.redraw(),
      moveend: () => this.redraw(),
      resize: () => this.redraw(),
      viewreset: () => this.redraw(),
      zoomanim: ({ center, zoom }) => this.#animate(center, zoom),
      zoomend: () => {
        this.#zooming = false;
        this.redraw();
      },
    };
  }

  #render() {
    const map = this._map;
    if (!map || this.#zooming) return;
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN).round();
    const width = size.x + 2 * margin.x;
    const height = size.y + 2 * margin.y;
    const ratio = Math.min(globalThis.devicePixelRatio || 1, 3);
    const canvas = this.#canvas;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const corner = map.containerPointToLayerPoint([-margin.x, -margin.y]);
    this.corner = corner;
    this.cornerAt = map.layerPointToLatLng(corner);
    if (Browser.any3d) DomUtil.setTransform(canvas, corner, 1);
    else DomUtil.setPosition(canvas, corner);
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.draw(context, this.#frameAt(map, corner, { width, height, ratio, margin }));
  }

  /**
   * What a drawing needs: `scale` pixels a world, the canvas's corner at `left`, `top` in those pixels, and `middle`, the world x
   * at its centre: a position is drawn on the copy of the world that is nearest to it.
   */
  #frameAt(map, corner, size) {
    const scale = map.options.crs.scale(map.getZoom());
    const origin = map.getPixelOrigin().add(corner);
    return { ...size, scale, left: origin.x, top: origin.y, middle: (origin.x + size.width / 2) / scale };
  }

  #animate(center, zoom) {
    this.#zooming = true;
    if (!this.cornerAt) return;
    const scale = this._map.getZoomScale(zoom, this._map.getZoom());
    DomUtil.setTransform(this.#canvas, this._map._latLngToNewLayerPoint(this.cornerAt, zoom, center), scale);
  }
}
