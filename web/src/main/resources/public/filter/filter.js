import { fold, hasWords } from './fold.js';

/** A filter of more letters was not written by hand. */
export const MOST_LETTERS = 500;

const TERM = /(-?)(?:["“”]([^"“”]*)(?:["“”]|$)|(\S+))/gu;
const KEYED = /^(lang|source|has|is):(.*)$/iu;

const HAS = {
  media: (post) => post.media.length > 0,
  link: (post) => /https?:\/\//i.test(post.text),
};
const IS = { point: (post) => post.exact, place: (post) => !post.exact };

/** What filters compare of a post, made once. */
const folded = new WeakMap();

/**
 * Which posts someone wants to see, in the grammar of contract/README.md, "Filters". Immutable; reading one never fails:
 * what of it can't be understood is in `errors` and holds for every post.
 */
export class Filter {
  /** Each as it is written, for example `-spam`: `{text, matches}`. */
  terms = [];
  /** The terms that can't be understood, as they were written. */
  errors = [];
  /** Asked of every post in every frame, so what was found is kept. */
  #found = new WeakMap();

  /** @param {string} text */
  constructor(text) {
    for (const [written, minus, phrase, bare] of text.slice(0, MOST_LETTERS).matchAll(TERM)) {
      const term = phrase === undefined ? read(bare) : quoted(phrase);
      if (term === null) continue;
      if (term.matches) this.terms.push(minus ? { text: `-${term.text}`, matches: (post) => !term.matches(post) } : term);
      else this.errors.push(written);
    }
  }

  /** The filter in its shortest writing. */
  get text() {
    return this.terms.map((term) => term.text).join(' ');
  }

  get empty() {
    return this.terms.length === 0;
  }

  matches(post) {
    let found = this.#found.get(post);
    if (found === undefined) this.#found.set(post, (found = this.terms.every((term) => term.matches(post))));
    return found;
  }

  /** This filter with another term, unless it is there, or without it. */
  toggle(text) {
    const there = this.terms.some((term) => term.text === text);
    return new Filter(there ? this.terms.filter((term) => term.text !== text).map((term) => term.text).join(' ') : `${this.text} ${text}`);
  }

  has(text) {
    return this.terms.some((term) => term.text === text);
  }
}

function quoted(phrase) {
  const words = fold(phrase).trim();
  if (words === '') return null;
  return { text: `"${phrase.trim().replace(/\p{White_Space}+/gu, ' ')}"`, matches: (post) => hasWords(textOf(post), words, true) };
}

function read(bare) {
  const [, key, value] = KEYED.exec(bare) ?? [];
  if (key) return keyed(key.toLowerCase(), value.toLowerCase());
  const word = fold(bare);
  if (word === '' || word === '-' || word === '#' || word === '@') return null;
  if (word.startsWith('#')) return { text: bare, matches: (post) => tagged(post, word) };
  if (word.startsWith('@')) return { text: bare, matches: (post) => fold(post.author.handle) === word.slice(1) || hasWords(textOf(post), word, true) };
  return { text: bare, matches: (post) => hasWords(textOf(post), word, false) };
}

function keyed(key, value) {
  const text = `${key}:${value}`;
  if (value === '') return { text };
  if (key === 'lang') return { text, matches: ({ lang }) => lang.toLowerCase() === value || lang.toLowerCase().startsWith(`${value}-`) };
  if (key === 'source') return { text, matches: ({ source }) => source === value };
  return { text, matches: Object.hasOwn(key === 'has' ? HAS : IS, value) ? (key === 'has' ? HAS : IS)[value] : undefined };
}

function tagged(post, tag) {
  return post.hashtags.some((hashtag) => fold(hashtag) === tag.slice(1)) || hasWords(textOf(post), tag, true);
}

function textOf(post) {
  let text = folded.get(post);
  if (text === undefined) folded.set(post, (text = fold(`${post.text}\n${post.place}`)));
  return text;
}
