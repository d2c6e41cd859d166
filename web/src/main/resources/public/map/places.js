import { groupByPlace } from '../posts/grouping.js';
import { nearestCopy, worldRect } from '../posts/world.js';
import { spaced } from '../spaced.js';
import { words } from '../words.js';
import { CanvasLayer } from './canvas.js';
import { LabelStrip } from './labels.js';

/** A frame this near to the pointer is meant, in pixels. */
const GRASP = 6;

/** A box larger than this share of the map is ground, not a target: only its frame and its label are. */
const GROUND = 0.35;

/** More places than these are not outlined: the ones with the most posts are. */
const MAX_PLACES = 150;

/** The area's frame, and the places that posts name without a position: dashed outlines with a count, under the points. */
export class PlacesLayer extends CanvasLayer {
  #view;
  #colours;
  #area = null;
  #places = [];
  #boxes = [];
  #frame = null;
  #labels;
  #hovered = null;
  #outlined = true;

  constructor(pane, view, colours) {
    super(pane);
    this.#view = view;
    this.#colours = colours;
    this.#labels = new LabelStrip(pane);
  }

  recolour(colours) {
    this.#colours = colours;
    this.redraw();
  }

  setArea(bounds) {
    this.#area = worldRect(bounds);
    this.redraw();
  }

  /** Whether places are drawn; the area's frame always is. */
  outline(outlined) {
    this.#outlined = outlined;
    this.refresh();
  }

  /** Counts anew, soon; to be called when the posts shown have changed. */
  refresh = spaced(() => this.#count());

  #count() {
    const places = !this.#outlined ? [] : groupByPlace(this.#view.shown).filter((p) => p.rect.w > 0 || p.rect.h > 0);
    if (places.length > MAX_PLACES) {
      const fewest = places.map((p) => p.count).sort((a, b) => b - a)[MAX_PLACES - 1];
      this.#places = places.filter((p) => p.count >= fewest).slice(0, MAX_PLACES);
    } else this.#places = places;
    this.redraw();
  }

  onAdd(map) {
    this.#labels.addTo(map);
    return super.onAdd(map);
  }

  /** The place whose label, frame or, if it is small enough to be one thing on the map, whose box was clicked. */
  hit({ x, y }, target) {
    const key = target?.closest?.('[data-place]')?.dataset.place;
    if (key !== undefined) return this.#places.find((p) => p.key === key) ?? null;
    const frame = this.#frame;
    if (frame === null) return null;
    const [px, py] = [x + frame.margin.x, y + frame.margin.y];
    const box = this.#boxes.findLast((b) => {
      const d = Math.min(px - b.x, b.x + b.w - px, py - b.y, b.y + b.h - py);
      const small = b.w * b.h < frame.width * frame.height * GROUND;
      return d > -GRASP && (small || d < GRASP);
    });
    return box?.place ?? null;
  }

  hover(place) {
    if (this.#hovered === (place?.key ?? null)) return;
    this.#hovered = place?.key ?? null;
    this.redraw();
  }

  draw(context, frame) {
    this.#frame = frame;
    if (this.#area) this.#drawArea(context, boxAt(this.#area, frame));
    this.#boxes = this.#places.map((place) => ({ place, ...boxAt(place.rect, frame) })).filter((b) => visible(b, frame));
    const chosen = this.#view.place?.key ?? this.#view.selected?.placeKey ?? null;
    for (const box of this.#boxes) this.#drawPlace(context, box, box.place.key === chosen);
    this.#labels.show(this.#boxes, frame, this.corner, (place) => words.placeLabel(place), chosen);
  }

  #drawArea(context, { x, y, w, h }) {
    context.lineWidth = 1.5;
    context.strokeStyle = this.#colours.area;
    context.beginPath();
    context.roundRect(x, y, w, h, 3);
    context.stroke();
  }

  /** A place that holds all that is visible has no fill: it would only dim the map. */
  #drawPlace(context, { place, x, y, w, h }, chosen) {
    const whole = x <= 0 && y <= 0 && x + w >= this.#frame.width && y + h >= this.#frame.height;
    context.beginPath();
    context.roundRect(x, y, w, h, Math.min(8, w / 2, h / 2));
    context.fillStyle = this.#colours.place;
    context.globalAlpha = chosen ? 0.18 : this.#hovered === place.key ? 0.15 : 0.08;
    if (!whole) context.fill();
    context.globalAlpha = chosen ? 1 : 0.85;
    context.strokeStyle = chosen ? this.#colours.accent : this.#colours.place;
    context.lineWidth = chosen ? 2.25 : 1.5;
    context.setLineDash([6, 4]);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
}

/** The part of a rectangle that a canvas has to know of: pixels, cut off well outside of it, where dashes are not seen. */
function boxAt(rect, { scale, left, top, width, height, middle }) {
  const x = nearestCopy(rect.x + rect.w / 2, middle) - rect.w / 2;
  const clamp = (value, limit) => Math.max(-64, Math.min(limit + 64, value));
  const x0 = clamp(x * scale - left, width);
  const y0 = clamp(rect.y * scale - top, height);
  const x1 = clamp((x + rect.w) * scale - left, width);
  const y1 = clamp((rect.y + rect.h) * scale - top, height);
  return { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
}

function visible({ x, y, w, h }, { width, height }) {
  return x < width && y < height && x + w > 0 && y + h > 0;
}
