/** More is cut off: it has a line in the map's corner. */
const MOST_LETTERS = 500;

const TAG = /<(?:(?<close>\/a)\s*>|(?<open>a)\s(?<attributes>[^>]*)>|[^>]*>?)/gi;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi;
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: '\u00a0', copy: '©', reg: '®', mdash: '—', ndash: '–', hellip: '…' };

/**
 * Whom a map names, made safe: what comes with tiles is HTML that anyone may have written, and of it only text and links to
 * web pages are kept.
 *
 * @param {unknown} html as a TileJSON has it
 * @returns {string} HTML made anew of these parts
 */
export function attribution(html) {
  let room = MOST_LETTERS;
  const parts = partsOf(String(html)).map(({ text, href }) => {
    const kept = text.slice(0, room);
    room -= kept.length;
    if (kept === '') return '';
    return href === null ? escaped(kept) : `<a href="${escaped(href)}" target="_blank" rel="noopener">${escaped(kept)}</a>`;
  });
  return parts.join('');
}

/** Text and where it links to, or null. */
function partsOf(html) {
  const parts = [];
  let href = null;
  let at = 0;
  for (const tag of html.matchAll(TAG)) {
    parts.push({ text: decoded(html.slice(at, tag.index)), href });
    at = tag.index + tag[0].length;
    if (tag.groups.open) href = webAddress(tag.groups.attributes);
    else if (tag.groups.close) href = null;
  }
  parts.push({ text: decoded(html.slice(at)), href });
  return parts;
}

function webAddress(attributes) {
  const found = HREF.exec(attributes);
  try {
    const url = new URL(decoded(found[1] ?? found[2] ?? found[3]).trim());
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

function decoded(text) {
  return text.replace(ENTITY, (entity, decimal, hex, name) => {
    if (name) return Object.hasOwn(NAMED, name.toLowerCase()) ? NAMED[name.toLowerCase()] : entity;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code >= 32 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
