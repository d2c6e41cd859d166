/**
 * Which posts a retraction takes back: one, all of an author's, or an author's up to one of them.
 *
 * @param {{id?: string, author?: string, upTo?: string}} retraction
 * @returns {(post: object) => boolean}
 */
export function coveredBy({ id, author, upTo }) {
  if (typeof id === 'string') return (post) => post.id === id;
  if (typeof author !== 'string' || author === '') return () => false;
  return (post) => post.author.id === author && (typeof upTo !== 'string' || notAfter(post.id, upTo));
}

/** Retractions that came, to be asked whether one of them takes back a post that comes late. */
export class Retractions {
  #ids = new Set();
  #ofAuthors = [];

  add(retraction) {
    if (typeof retraction?.id === 'string') this.#ids.add(retraction.id);
    else this.#ofAuthors.push(coveredBy(retraction ?? {}));
  }

  cover(post) {
    return this.#ids.has(post.id) || this.#ofAuthors.some((covered) => covered(post));
  }
}

/** Native ids that are numbers are compared as numbers, which exceed 2^53; where either is not, all are covered. */
function notAfter(id, upTo) {
  const a = nativeId(id);
  const b = nativeId(upTo);
  if (!isNumber(a) || !isNumber(b)) return true;
  return a.length !== b.length ? a.length < b.length : a <= b;
}

function nativeId(id) {
  return id.slice(id.indexOf(':') + 1);
}

function isNumber(digits) {
  return /^[1-9][0-9]*$/.test(digits);
}
