import { Map as LeafletMap } from 'leaflet';

const stillness = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');

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
