import { latOf, lonOf } from '../posts/world.js';

/** Points nearer than this to the first of a cluster belong to it, in pixels of a whole zoom; and pixels of a tile. */
const RADIUS = 60;
const TILE = 256;

/** Fewer points than this are left alone. */
const LEAST = 3;

const WORLD = [-180, -90, 180, 90];

/**
 * Clusters points with supercluster, in a worker, because tens of thousands take longer than a frame. The message has their
 * positions as posts/world.js has them, a whole zoom, and the address of supercluster, as the page's import map, which has
 * no say here, resolved it. The answer has for each point the number of its cluster, -1 where it has none.
 */
onmessage = async ({ data: { xs, ys, zoom, supercluster } }) => {
  // A script, not a module: it leaves its class in the global scope.
  await import(supercluster);
  const points = Array.from(xs, (x, index) => ({ index, geometry: { coordinates: [lonOf(x), latOf(ys[index])] } }));
  const index = new globalThis.Supercluster({ radius: RADIUS, extent: TILE, minPoints: LEAST, minZoom: zoom, maxZoom: zoom }).load(points);
  const clusterOf = new Int32Array(points.length).fill(-1);
  const clusters = index.getClusters(WORLD, zoom).filter(({ properties }) => properties?.cluster);
  clusters.forEach(({ id }, number) => {
    for (const point of index.getLeaves(id, Infinity)) clusterOf[point.index] = number;
  });
  postMessage({ clusterOf, count: clusters.length }, [clusterOf.buffer]);
};
