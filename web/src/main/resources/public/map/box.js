import { DivIcon, DomEvent, LatLngBounds, Marker, Rectangle } from 'leaflet';
import { words } from '../words.js';

/** A drag this short, in pixels, draws nothing. */
const LEAST = 6;

/** Which way each corner lies, and which cursor says so. */
const CORNERS = [['getNorthWest', 'nwse'], ['getNorthEast', 'nesw'], ['getSouthEast', 'nwse'], ['getSouthWest', 'nesw']];

/** A box on the map: drawn by a drag, changed by dragging its corners. Whoever has it is told of each change. */
export class BoxLayer {
  #map;
  #onChange;
  #rectangle = null;
  #corners = [];
  #from = null;
  #drawing = false;

  /** @param {(box: {west: number, south: number, east: number, north: number}) => void} onChange in degrees */
  constructor(map, onChange) {
    this.#map = map;
    this.#onChange = onChange;
    const container = map.getContainer();
    container.addEventListener('pointerdown', (e) => this.#begin(e), true);
    container.addEventListener('pointermove', (e) => this.#drag(e), true);
    container.addEventListener('pointerup', (e) => this.#end(e), true);
    container.addEventListener('pointercancel', () => (this.#from = null), true);
  }

  get drawing() {
    return this.#drawing;
  }

  /** Whether the next drag draws a box, instead of moving the map. */
  draw(drawing) {
    this.#drawing = drawing;
    this.#from = null;
    this.#map.getContainer().classList.toggle('drawing', drawing);
    if (drawing) this.#map.dragging.disable();
    else this.#map.dragging.enable();
  }

  /** The box of what the map shows, a little smaller. */
  get visible() {
    return boxOf(this.#map.getBounds().pad(-0.1));
  }

  /** Shows a box, or with null none. */
  show(box) {
    for (const layer of [this.#rectangle, ...this.#corners]) layer?.remove();
    this.#rectangle = null;
    this.#corners = [];
    if (box === null) return;
    const { west, south, east, north } = box;
    this.#place(new LatLngBounds([south, west], [north, east < west ? east + 360 : east]));
    this.#corners = CORNERS.map(([corner, cursor], i) => this.#corner(corner, cursor, CORNERS[(i + 2) % 4][0]));
  }

  #place(bounds) {
    if (this.#rectangle) this.#rectangle.setBounds(bounds);
    else this.#rectangle = new Rectangle(bounds, { className: 'box', interactive: false }).addTo(this.#map);
  }

  #corner(corner, cursor, opposite) {
    const bounds = this.#rectangle.getBounds();
    const handle = new Marker(bounds[corner](), {
      draggable: true,
      keyboard: false,
      title: words.boxCorner,
      icon: new DivIcon({ className: `box-corner ${cursor}`, iconSize: [14, 14] }),
    });
    const fixed = bounds[opposite]();
    handle.on('drag', () => this.#place(new LatLngBounds(handle.getLatLng(), fixed)));
    handle.on('dragend', () => this.#onChange(boxOf(this.#rectangle.getBounds())));
    return handle.addTo(this.#map);
  }

  #begin(event) {
    if (!this.#drawing || event.button !== 0) return;
    DomEvent.stop(event);
    this.show(null);
    this.#from = { x: event.clientX, y: event.clientY, at: this.#map.mouseEventToLatLng(event) };
    this.#map.getContainer().setPointerCapture(event.pointerId);
  }

  #drag(event) {
    if (this.#from === null) return;
    DomEvent.stop(event);
    this.#place(new LatLngBounds(this.#from.at, this.#map.mouseEventToLatLng(event)));
  }

  #end(event) {
    if (this.#from === null) return;
    DomEvent.stop(event);
    const { x, y, at } = this.#from;
    this.#from = null;
    if (Math.hypot(event.clientX - x, event.clientY - y) < LEAST) return this.show(null);
    this.draw(false);
    swallowClick();
    this.#onChange(boxOf(new LatLngBounds(at, this.#map.mouseEventToLatLng(event))));
  }
}

/** A browser makes a click of the drag's end, which is not meant for what lies there. */
function swallowClick() {
  const swallow = (event) => DomEvent.stop(event);
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }));
}

/** In degrees, as the contract writes boxes: west is greater than east over the antimeridian. */
function boxOf(bounds) {
  const whole = bounds.getEast() - bounds.getWest() >= 360;
  return {
    west: whole ? -180 : turn(bounds.getWest()),
    south: Math.max(-90, bounds.getSouth()),
    east: whole ? 180 : turn(bounds.getEast()),
    north: Math.min(90, bounds.getNorth()),
  };
}

/** The same meridian between -180 and 180. */
function turn(lon) {
  return lon - 360 * Math.floor((lon + 180) / 360);
}
