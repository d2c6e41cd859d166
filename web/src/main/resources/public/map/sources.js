import { readTileJson } from './tilejson.js';

/** The server's word on the map: for each theme a TileJSON document, or the address of one. */
const BASEMAP = '/basemap.json';

/** A server that does not answer by then will not. */
const PATIENCE_MS = 20_000;

/** Where the street map's tiles are, for the light theme and for the dark one. What was found once is not asked for again. */
export class TileSources {
  #basemap = null;
  #found = new Map();

  /**
   * @param {boolean} dark which are wanted; where there are none for the dark theme, the light ones serve
   * @returns {Promise<object|null>} see readTileJson, and `dark`; null when the server wants no tiles
   * @throws when they can't be found, or are none that a page can show
   */
  async find(dark) {
    this.#basemap ??= await fetched(BASEMAP);
    const name = dark && this.#basemap.dark !== undefined ? 'dark' : 'light';
    if (this.#basemap[name] === undefined) return null;
    if (!this.#found.has(name)) this.#found.set(name, { ...(await described(this.#basemap[name])), dark: name === 'dark' });
    return this.#found.get(name);
  }
}

async function described(source) {
  if (typeof source !== 'string') return readTileJson(source, location.href);
  const address = new URL(source, location.href).href;
  return readTileJson(await fetched(address), address);
}

async function fetched(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`${new URL(address, location.href).host} answers ${response.status}`);
  return response.json();
}
