import { Map as LeafletMap } from 'leaflet';

/** Whether someone asks for less motion: `matches`; undefined where a browser does not know. */
export const stillness = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');

/** A map that jumps instead of gliding for those who ask for less motion. */
export class CalmMap extends LeafletMap {
  constructor(element, options) {
    const still = stillness?.matches ?? false;
    super(element, { ...options, zoomAnimation: !still, fadeAnimation: !still, inertia: !still });
  }

  /** Whatever pans, the keyboard too, comes here. */
  panBy(offset, options) {
    return super.panBy(offset, stillness?.matches ? { ...options, animate: false } : options);
  }
}
