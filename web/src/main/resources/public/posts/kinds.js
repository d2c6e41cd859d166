/** So many colours can be told apart at a glance; whatever comes after shares one more. */
export const COLOURED = 7;

/**
 * Which colour posts have by one of their properties: the first values that come get one each, and keep it, so that nothing
 * on the map changes its colour while someone looks.
 */
export class Kinds {
  #valueOf;
  #indices = new Map();

  /** @param {(post: object) => string} valueOf */
  constructor(valueOf) {
    this.#valueOf = valueOf;
  }

  /** The number of the post's colour, {@link COLOURED} where it shares the last one. */
  of(post) {
    const value = this.#valueOf(post);
    const known = this.#indices.get(value);
    if (known !== undefined) return known;
    if (this.#indices.size >= COLOURED) return COLOURED;
    this.#indices.set(value, this.#indices.size);
    return this.#indices.size - 1;
  }

  /** The values that have a colour of their own, by its number. */
  get values() {
    return [...this.#indices.keys()];
  }

  /** How many of the posts there are of each colour. */
  count(posts) {
    const counts = new Array(COLOURED + 1).fill(0);
    for (const post of posts) counts[this.of(post)]++;
    return counts;
  }
}

/** Kinds of languages, not of their varieties: "es-MX" is "es". */
export const languageOf = ({ lang }) => lang.split('-')[0].toLowerCase();

export const sourceOf = ({ source }) => source;
