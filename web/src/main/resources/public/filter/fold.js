/** Scripts that write without blanks between words: what is looked for may stand anywhere in them. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const LETTER = /[\p{L}\p{N}]/u;

/** A text as filters compare it: without case, accents, width and ligatures, and with single blanks. */
export function fold(text) {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/\p{White_Space}+/gu, ' ');
}

/**
 * Whether a folded text has a folded word or phrase that begins where a word begins.
 *
 * @param {boolean} whole whether it must also end where a word ends
 */
export function hasWords(text, words, whole) {
  const anywhere = UNSPACED.test(words) || !LETTER.test(first(words)) && words[0] !== '#' && words[0] !== '@';
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const end = at + words.length;
    if ((anywhere || !LETTER.test(before(text, at))) && (!whole || !LETTER.test(first(text.slice(end, end + 2))))) return true;
  }
  return false;
}

function first(text) {
  return text === '' ? '' : String.fromCodePoint(text.codePointAt(0));
}

function before(text, at) {
  const low = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low < 0xe000 ? text.slice(at - 2, at) : text.slice(Math.max(0, at - 1), at);
}
