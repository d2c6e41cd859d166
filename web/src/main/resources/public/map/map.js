import { LatLngBounds } from 'leaflet';
import { onReturn } from '../address.js';
import { readColours } from '../colours.js';
import { intersects, lonOf, latOf, worldX, worldY } from '../posts/world.js';
import { words } from '../words.js';
import { BoxLayer } from './box.js';
import { CalmMap } from './calm.js';
import { nearestCopy } from './canvas.js';
import { Ground } from './ground.js';
import { PlacesLayer } from './places.js';
import { PointsLayer } from './points.js';
import { Position } from './position.js';

/** How near a pointer has to come to a point, in pixels: a finger is less exact than a mouse. */
const MOUSE_REACH = 12;
const FINGER_REACH = 22;

/**
 * The map: ground and tiles, the places, the points above them. It shows what the view shows, and turns a click into the
 * post or the place that it meant.
 */
export class CityMap {
  #map;
  #view;
  #ground;
  #places;
  #points;
  #position;
  #bounds = null;

  /**
   * @param {HTMLElement} element
   * @param {import('../posts/view.js').View} view
   * @param {import('../posts/clock.js').Clock} clock
   * @param {(missing: boolean) => void} onTilesMissing
   */
  constructor(element, view, clock, onTilesMissing) {
    this.#view = view;
    this.#map = new CalmMap(element, {
      zoomControl: false,
      worldCopyJump: true,
      minZoom: 2,
      maxZoom: 19,
      zoomSnap: 0.25,
      zoomDelta: 1,
      wheelPxPerZoomLevel: 90,
    });
    this.#map.attributionControl.setPrefix(false);
    this.#map.createPane('basemap').classList.add('basemap-pane');
    this.#map.createPane('places').classList.add('places-pane');
    this.#map.createPane('points').classList.add('points-pane');
    this.#map.setView([0, 0], 2);
    const colours = readColours();
    this.#ground = new Ground(this.#map, colours, onTilesMissing);
    this.#places = new PlacesLayer('places', view, colours).addTo(this.#map);
    this.#points = new PointsLayer('points', view, clock, colours).addTo(this.#map);
    this.#position = new Position(this.#map);
    onReturn(() => this.#position.restore());
    // The arrows are the map's, also where a screen reader would take them.
    element.setAttribute('role', 'application');
    element.setAttribute('aria-label', words.mapLabel);
    this.#map.on('click', (event) => this.#clicked(event));
    this.#map.on('mousemove', (event) => this.#hovered(event));
    this.#map.on('mouseout', () => this.#places.hover(null));
    new ResizeObserver(() => this.#map.invalidateSize({ pan: false })).observe(element);
  }

  /** Draws what changed. */
  refresh() {
    this.#places.refresh();
    this.#points.redraw();
  }

  /** Draws the points in the colours of their ages now. */
  redraw() {
    this.#points.redraw();
  }

  recolour() {
    const colours = readColours();
    this.#ground.recolour(colours);
    this.#places.recolour(colours);
    this.#points.recolour(colours);
  }

  pulse(post) {
    this.#points.pulse(post);
  }

  /** @param {number[]} bounds of the area in degrees: west, south, east, north; west greater over the antimeridian */
  setArea(bounds) {
    const known = this.#bounds?.join() === bounds.join();
    this.#bounds = bounds;
    this.#places.setArea(bounds);
    if (!known && !this.#position.restore()) this.fit({ animate: false });
  }

  /** Which basemap is chosen, `streets` or `drawn`; setting it puts it into the address, and Back undoes it (see onReturn). */
  get basemap() {
    return this.#ground.chosen;
  }

  set basemap(name) {
    this.#ground.choose(name);
  }

  /** The whole area. */
  fit(options = {}) {
    if (this.#bounds === null) return;
    this.#position.forget();
    const [west, south, east, north] = this.#bounds;
    const box = new LatLngBounds([south, west], [north, east < west ? east + 360 : east]);
    this.#map.fitBounds(box, { padding: [24, 24], ...options });
  }

  zoom(steps) {
    this.#position.moved();
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  /** A box that can be drawn on it. @param {(box: object) => void} onChange see BoxLayer */
  boxLayer(onChange) {
    return new BoxLayer(this.#map, onChange);
  }

  /** The visible part of the world, as posts/world.js has it. */
  get rect() {
    const box = this.#map.getBounds();
    const x = worldX(box.getWest());
    const y = worldY(box.getNorth());
    return { x, y, w: Math.min(1, worldX(box.getEast()) - x), h: worldY(box.getSouth()) - y };
  }

  /** Moves there only where it can't be seen. */
  reveal(rect) {
    this.#position.moved();
    if (!intersects(this.rect, rect)) this.#map.fitBounds(boundsOf(rect), { padding: [40, 40], maxZoom: 14 });
  }

  /** In pixels. */
  get size() {
    const { x: width, y: height } = this.#map.getSize();
    return { width, height };
  }

  /** Where a post is, in pixels of the map's element; of a place the middle of what is visible of it. */
  pixelOf(post) {
    const { x, y, w, h } = this.rect;
    const size = this.#map.getSize();
    const box = post.rect ?? { x: post.x, y: post.y, w: 0, h: 0 };
    const left = ((nearestCopy(box.x + box.w / 2, x + w / 2) - box.w / 2 - x) / w) * size.x;
    const top = ((box.y - y) / h) * size.y;
    const right = left + (box.w / w) * size.x;
    const bottom = top + (box.h / h) * size.y;
    if (post.rect === null) return { x: left, y: top };
    return { x: (Math.max(0, left) + Math.min(size.x, right)) / 2, y: (Math.max(0, top) + Math.min(size.y, bottom)) / 2 };
  }

  /** @param {() => void} listener told while the map moves */
  onMove(listener) {
    this.#map.on('move zoomend resize', listener);
  }

  /** @param {(post: object) => void} onPost @param {(place: object|null) => void} onPlace null for the bare map */
  onPick(onPost, onPlace) {
    this.picked = { onPost, onPlace };
  }

  #clicked({ containerPoint, originalEvent }) {
    const byKeyboard = originalEvent.detail === 0 && originalEvent.target.closest?.('[data-place]');
    const post = byKeyboard ? null : this.#points.hit(containerPoint, reach(originalEvent));
    if (post) this.picked.onPost(post);
    else this.picked.onPlace(this.#places.hit(containerPoint, originalEvent.target));
  }

  #hovered({ containerPoint, originalEvent }) {
    if (originalEvent.pointerType === 'touch') return;
    const post = this.#points.hit(containerPoint, MOUSE_REACH);
    const place = post ? null : this.#places.hit(containerPoint, originalEvent.target);
    this.#places.hover(place);
    this.#map.getContainer().classList.toggle('pointing', Boolean(post || place));
  }
}

function boundsOf({ x, y, w, h }) {
  return new LatLngBounds([latOf(y + h), lonOf(x)], [latOf(y), lonOf(x + w)]);
}

function reach(event) {
  return event.pointerType === 'touch' ? FINGER_REACH : MOUSE_REACH;
}
