import { DomEvent, DomUtil } from 'leaflet';

/** A label's height with the gap below it, and about what a letter is wide, in pixels. */
const LINE = 26;
const LETTER = 7;

/** Room around a label's text; and a box narrower than this has none: its outline alone says that there is something. */
const PADDING = 16;
const NARROWEST = 22;

/**
 * The places' labels: buttons, so a keyboard reaches them. Each stands in the upper left corner of what is visible of its
 * box; one that would cover another is left out, the place with more posts first.
 */
export class LabelStrip {
  #pane;
  #strip = null;
  #buttons = new Map();

  constructor(pane) {
    this.#pane = pane;
  }

  addTo(map) {
    this.#strip = DomUtil.create('div', 'place-labels leaflet-zoom-hide', map.getPane(this.#pane));
    DomEvent.on(this.#strip, 'dblclick', DomEvent.stop);
  }

  /**
   * @param {{place: object, x: number, y: number, w: number, h: number}[]} boxes in the frame's pixels
   * @param {object} frame see CanvasLayer
   * @param {import('leaflet').Point} corner the frame's corner in the map pane
   * @param {(place: object) => {full: string, short: string, count: string}} label
   * @param {string|null} chosen the key of the place that is listed
   */
  show(boxes, frame, corner, label, chosen) {
    const taken = [];
    const kept = new Set();
    for (const box of [...boxes].sort((a, b) => b.place.count - a.place.count)) {
      const spot = this.#spot(box, frame, label(box.place));
      if (spot === null || taken.some((t) => overlap(t, spot))) continue;
      taken.push(spot);
      kept.add(box.place.key);
      this.#put(box.place, spot, corner, label(box.place).full, box.place.key === chosen);
    }
    for (const [key, button] of this.#buttons) {
      if (kept.has(key)) continue;
      button.remove();
      this.#buttons.delete(key);
    }
  }

  /** Where the label stands, and as much of its text as there is room for: in the end the count alone. */
  #spot(box, { width, height, margin }, texts) {
    const left = Math.max(box.x, margin.x) + 6;
    const top = Math.max(box.y, margin.y) + 5;
    const room = Math.min(box.x + box.w, width - margin.x) - left;
    if (room < NARROWEST || Math.min(box.y + box.h, height - margin.y) - top < LINE - 4) return null;
    const { full, short, count } = texts;
    const text = [full, short].find((t) => t.length * LETTER + PADDING <= room) ?? count;
    return { x: left, y: top, w: text.length * LETTER + PADDING, h: LINE, text };
  }

  #put(place, { x, y, w, text }, corner, full, chosen) {
    let button = this.#buttons.get(place.key);
    if (!button) {
      button = DomUtil.create('button', 'place-label', this.#strip);
      button.type = 'button';
      button.dataset.place = place.key;
      this.#buttons.set(place.key, button);
    }
    if (button.textContent !== text) button.textContent = text;
    button.setAttribute('aria-label', full);
    button.setAttribute('aria-pressed', String(chosen));
    button.title = full;
    button.style.maxWidth = `${Math.ceil(w) + 8}px`;
    DomUtil.setPosition(button, corner.add([x, y]).round());
  }
}

function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
