import { fold } from '../filter/fold.js';

/** What is new is what was written in this time; it is held against all that is older. */
export const NOW_MS = 15 * 60_000;

/** A sparkline's points, and the time of each. */
export const POINTS = 12;
const POINT_MS = 10 * 60_000;

/** Fewer posts than this are no trend. */
const LEAST = 3;
const MOST = 20;

/** A word that many posts have says nothing of any; English and Spanish, folded. */
const COMMON = new Set(`about after again also always another because been before being could does doing down each even every from
have having here into just know like long made make many more most much must never next only other over really same should
some still such than that their them then there these they thing this those through time today under until very want well went were
what when where which while will with would your youre
ahora algo antes aqui cada como con cuando desde donde ellos entre eran eres esta este esto estos estas estan estaba hace hasta
mas mismo muchas muchos mucho nada nadie nunca otra otro otros para pero poco porque puede quien siempre sobre solo tambien
tanto tiene tienen toda todas todo todos unos unas usted vamos vez`.split(/\s+/));

/** Hashtags, and words of four letters and more. */
const TERM = /(?<![\p{L}\p{N}_&/#])#?[\p{L}\p{M}][\p{L}\p{M}\p{N}_]{3,40}/gu;
const ADDRESS = /https?:\/\/\S+|@\S+/g;

const known = new WeakMap();

/** The terms of a post, each once: what it is compared by, and how it is written. */
export function termsOf(post) {
  let terms = known.get(post);
  if (terms === undefined) known.set(post, (terms = read(post)));
  return terms;
}

/**
 * Reads the terms of some posts that were not read yet, for reading those of tens of thousands takes long.
 *
 * @returns {boolean} whether all are read now
 */
export function readTerms(posts, most) {
  let left = most;
  for (const post of posts) {
    if (known.has(post)) continue;
    if (left-- === 0) return false;
    termsOf(post);
  }
  return true;
}

function read({ text, hashtags }) {
  const terms = new Map();
  const add = (written) => {
    const term = fold(written);
    if (!COMMON.has(term) && !terms.has(term)) terms.set(term, written);
  };
  for (const [written] of text.replace(ADDRESS, ' ').matchAll(TERM)) add(written);
  for (const hashtag of hashtags) if (hashtag !== '' && !/\s/u.test(hashtag)) add(`#${hashtag}`);
  return terms;
}

/**
 * What is written about now more than before, the most surprising first: by how many standard deviations the posts of the last
 * quarter of an hour are over what the time before lets expect (counts of rare things: variance = mean, Poisson).
 *
 * @param {object[]} posts the oldest first @param {number} now milliseconds
 * @returns {{term: string, written: string, count: number, points: number[]}[]} `count` posts now; `points` posts in each ten
 *     minutes, the latest last
 */
export function trends(posts, now) {
  const counts = new Map();
  const oldest = Math.min(posts[0]?.created ?? now, now);
  for (const post of posts) {
    const age = now - post.created;
    if (age < 0) continue;
    const point = POINTS - 1 - Math.floor(age / POINT_MS);
    for (const [term, written] of termsOf(post)) {
      let count = counts.get(term);
      if (count === undefined) counts.set(term, (count = { term, written, count: 0, before: 0, points: new Array(POINTS).fill(0) }));
      if (age < NOW_MS) count.count++;
      else count.before++;
      if (point >= 0) count.points[point]++;
    }
  }
  const before = Math.max(now - NOW_MS - oldest, NOW_MS);
  const surprise = ({ count, before: earlier }) => {
    const expected = (earlier * NOW_MS) / before;
    return (count - expected) / Math.sqrt(expected + 1);
  };
  return [...counts.values()].filter((one) => one.count >= LEAST && surprise(one) > 1)
    .sort((a, b) => surprise(b) - surprise(a) || b.count - a.count).slice(0, MOST)
    .map(({ term, written, count, points }) => ({ term, written, count, points }));
}
