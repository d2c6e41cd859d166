import { DomUtil, Layer } from 'leaflet';
import { clear, frameOf } from './frame.js';
import { Painting } from './painting.js';

/** Drawn beyond each edge of the map, as a share of its size; when half of it has been used up, a new picture is begun. */
const MARGIN = 0.2;

/** So many dots are painted in one animation frame: a third of what a slow processor has time for. */
const STEP = 2_500;

/** What has come is painted no more often than this: each time the whole picture is composed anew, and nobody sees it sooner. */
const REST_MS = 50;

/** When those that left the store are all that is wrong with the picture, a new one is begun no sooner than this after the last. */
const PACE_MS = 2_000;

/** A picture that is older tells the ages of its posts too wrong. */
const AGED_MS = 5_000;

/**
 * Tens of thousands of posts as dots. What comes is painted over the picture there is; a new picture, where the map has moved,
 * or posts have left or aged, is painted behind it in several animation frames, and takes its place when it is done. So no frame
 * is late, and in a tab in the background nothing happens.
 */
export class DotsLayer extends Layer {
  #pane;
  #posts;
  #brush;
  #front = null;
  #back = null;
  #free = [];
  #request = 0;
  #state = 'whole';
  #amended = -Infinity;
  #zooming = false;

  /**
   * @param {string} pane the map pane it lies in
   * @param {() => object[]} posts the posts now, the oldest first
   * @param {(ratio: number) => {look: object, now: number, dot: Function}} brush how posts are painted now: `dot` as Painting
   *     has it; another `look` makes a new picture, and so does a `now` that is long after
   */
  constructor(pane, posts, brush) {
    super();
    this.#pane = pane;
    this.#posts = posts;
    this.#brush = brush;
  }

  /** To be called when the posts or their look may have changed. */
  redraw() {
    if (!this._map || this.#zooming || this.#request !== 0) return;
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      this.#paint();
    });
  }

  onAdd(map) {
    this.#free = [0, 1].map(() => {
      const canvas = DomUtil.create('canvas', 'canvas-layer leaflet-zoom-animated', map.getPane(this.#pane));
      canvas.setAttribute('aria-hidden', 'true');
      canvas.style.visibility = 'hidden';
      return canvas;
    });
    this.redraw();
    return this;
  }

  onRemove() {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    for (const canvas of [...this.#free, this.#front?.canvas, this.#back?.canvas]) canvas?.remove();
    this.#front = this.#back = null;
  }

  getEvents() {
    return {
      move: () => this.redraw(),
      resize: () => this.redraw(),
      viewreset: () => this.#settle(),
      zoomanim: ({ center, zoom }) => this.#animate(center, zoom),
      zoomend: () => this.#settle(),
    };
  }

  #paint() {
    const rested = performance.now() - this.#amended >= REST_MS;
    if (this.#back === null && this.#front !== null && !rested) return this.redraw();
    const posts = this.#posts();
    if (rested) this.#amend(posts);
    const state = this.#state;
    const frame = frameOf(this._map, MARGIN);
    const brush = this.#brush(frame.ratio);
    if (this.#back !== null && (this.#back.look !== brush.look || this.#back.frame.scale !== frame.scale)) this.#drop();
    if (this.#back === null && this.#isDue(state, frame, brush)) this.#back = this.#begin(posts, frame, brush);
    if (this.#back !== null) {
      this.#back.painting.step(STEP);
      if (this.#back.painting.done) this.#swap();
    }
    if (this.#back !== null || state === 'left' || !rested) this.redraw();
  }

  #amend(posts) {
    this.#amended = performance.now();
    this.#state = this.#front?.painting.amend(posts, STEP) ?? 'other';
  }

  #isDue(state, frame, { look, now }) {
    const front = this.#front;
    if (front === null || state === 'other' || front.look !== look || Math.abs(now - front.now) >= AGED_MS) return true;
    if (state === 'left' && performance.now() - front.begun >= PACE_MS) return true;
    const { scale, width, height, ratio, left, top, margin } = front.frame;
    if (frame.scale !== scale || frame.width !== width || frame.height !== height || frame.ratio !== ratio) return true;
    return Math.abs(frame.left - left) > margin.x / 2 || Math.abs(frame.top - top) > margin.y / 2;
  }

  #begin(posts, frame, { look, now, dot }) {
    const canvas = this.#free.pop();
    const painting = new Painting(clear(canvas, frame), frame, posts, dot);
    const cornerAt = this._map.layerPointToLatLng(frame.corner);
    return { canvas, painting, frame, look, now, begun: performance.now(), cornerAt, zoom: this._map.getZoom() };
  }

  /** The new picture takes the place of the old one. */
  #swap() {
    const old = this.#front;
    this.#front = this.#back;
    this.#back = null;
    this.#front.canvas.style.visibility = '';
    this.#place(this.#front);
    if (old === null) return;
    old.canvas.style.visibility = 'hidden';
    this.#free.push(old.canvas);
  }

  #drop() {
    this.#free.push(this.#back.canvas);
    this.#back = null;
  }

  /** Where the picture belongs on the map as it is now; too large or too small until there is one of this zoom. */
  #place({ canvas, cornerAt, zoom }) {
    const map = this._map;
    DomUtil.setTransform(canvas, map.latLngToLayerPoint(cornerAt), map.getZoomScale(map.getZoom(), zoom));
  }

  #settle() {
    this.#zooming = false;
    if (this.#front !== null) this.#place(this.#front);
    this.redraw();
  }

  #animate(center, zoom) {
    this.#zooming = true;
    if (this.#front === null) return;
    const { canvas, cornerAt, zoom: from } = this.#front;
    DomUtil.setTransform(canvas, this._map._latLngToNewLayerPoint(cornerAt, zoom, center), this._map.getZoomScale(zoom, from));
  }
}
