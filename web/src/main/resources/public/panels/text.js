import { web } from '../posts/post.js';

/** Addresses, hashtags and mentions. What stands before a tag must not be part of a word. */
const LIVE = /https?:\/\/[^\s<>"]+|(?<![\p{L}\p{N}_&/])#[\p{L}\p{N}\p{M}_]{1,100}|(?<![\p{L}\p{N}_@/.])@[A-Za-z0-9_]{1,30}(?:\.[A-Za-z0-9_-]{1,30}){0,4}/gu;

/** More marks on one letter than any script uses only paint over the neighbours. */
const MARKS = /(\p{M}{8})\p{M}+/gu;

/** Letters of an address that is shown; the whole of it is in its title. */
const SHOWN = 60;

/**
 * What a text consists of, in order.
 *
 * @param {string} text
 * @returns {{kind: 'text'|'link'|'hashtag'|'mention', text: string, href?: string}[]}
 */
export function parts(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(LIVE)) {
    const part = match[0].startsWith('#') ? hashtag(match[0]) : match[0].startsWith('@') ? mention(match[0]) : link(match[0]);
    if (part === null) continue;
    if (match.index > end) found.push({ kind: 'text', text: text.slice(end, match.index) });
    found.push(part);
    end = match.index + part.text.length;
  }
  if (end < text.length) found.push({ kind: 'text', text: text.slice(end) });
  return found;
}

/** Numbers alone are no hashtag: "#1" is a rank. */
function hashtag(text) {
  return /^#[\p{N}_]+$/u.test(text) ? null : { kind: 'hashtag', text };
}

function mention(text) {
  return { kind: 'mention', text };
}

/** Punctuation at the end of an address is the sentence's, and so is a bracket that was opened before it. */
function link(match) {
  let text = match.replace(/[.,;:!?'’”…*_~]+$/u, '');
  if (text.endsWith(')') && !text.includes('(')) text = text.slice(0, -1).replace(/[.,;:!?]+$/u, '');
  const href = web(text);
  return href === null ? null : { kind: 'link', text, href };
}

/** Where a hashtag or a mention leads at the post's source; null where there is no such page. */
function pageAt(source, { kind, text }) {
  if (source !== 'x' || kind === 'text') return null;
  const name = encodeURIComponent(text.slice(1));
  return kind === 'hashtag' ? `https://x.com/hashtag/${name}` : `https://x.com/${name}`;
}

/**
 * What is shown of a post's text, and where it leads; links are cut short, and marks that paint over their neighbours left out.
 *
 * @returns {{kind: 'text'|'link'|'hashtag'|'mention', text: string, href: string|null}[]}
 */
export function shown({ text, source }) {
  return parts(text.replace(MARKS, '$1')).map((part) => ({
    kind: part.kind,
    text: part.kind === 'link' ? shorten(part.text) : part.text,
    href: part.href ?? pageAt(source, part),
  }));
}

/** The names that languages have in any, to know which codes are languages. */
const LANGUAGES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** Codes that say that there is no language, or not which: of the standard, and between qaa and qtz what a source makes up. */
const UNSPOKEN = /^(und|zxx|mis|mul|q[a-t][a-z])(-|$)/;

/** A post's language as an attribute has it, so that a screen reader changes its voice; false where it is none. */
export function spoken(lang) {
  try {
    const [tag] = Intl.getCanonicalLocales(lang);
    return LANGUAGES.of(tag.split('-')[0]) !== undefined && !UNSPOKEN.test(tag) && tag;
  } catch {
    return false;
  }
}

function shorten(address) {
  const bare = address.replace(/^https?:\/\/(www\.)?/i, '');
  return bare.length > SHOWN ? `${bare.slice(0, SHOWN - 1)}…` : bare;
}
