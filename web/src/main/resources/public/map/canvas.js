import { Browser, DomUtil, Layer } from 'leaflet';
import { clear, frameOf } from './frame.js';

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
  #cleared = false;

  /** @param {string} pane the map pane it lies in */
  constructor(pane) {
    super();
    this.#pane = pane;
  }

  /** @abstract @param {CanvasRenderingContext2D} context in CSS pixels @param {object} frame see frame.js */
  draw(context, frame) {}

  /** Whether there is nothing to draw: an empty canvas is then left as it is, for each that changes is composed anew. */
  get empty() {
    return false;
  }

  redraw() {
    if (this.#canvas === null || this.#zooming || this.#frame !== 0 || (this.#cleared && this.empty)) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#render();
    });
  }

  onAdd(map) {
    this.#canvas = DomUtil.create('canvas', 'canvas-layer leaflet-zoom-animated', map.getPane(this.#pane));
    this.#canvas.setAttribute('aria-hidden', 'true');
    this.#cleared = false;
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
    const frame = frameOf(map, MARGIN);
    this.corner = frame.corner;
    this.cornerAt = map.layerPointToLatLng(frame.corner);
    if (Browser.any3d) DomUtil.setTransform(this.#canvas, frame.corner, 1);
    else DomUtil.setPosition(this.#canvas, frame.corner);
    this.#cleared = this.empty;
    this.draw(clear(this.#canvas, frame), frame);
  }

  #animate(center, zoom) {
    this.#zooming = true;
    if (!this.cornerAt) return;
    const scale = this._map.getZoomScale(zoom, this._map.getZoom());
    DomUtil.setTransform(this.#canvas, this._map._latLngToNewLayerPoint(this.cornerAt, zoom, center), scale);
  }
}
