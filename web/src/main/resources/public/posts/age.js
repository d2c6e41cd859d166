/** The ages that the map tells apart, the newest first, each with the milliseconds up to which it goes. */
export const AGES = [
  { name: 'minute', upTo: 60_000 },
  { name: 'tenMinutes', upTo: 600_000 },
  { name: 'hour', upTo: 3_600_000 },
  { name: 'older', upTo: Infinity },
];

/** Which of {@link AGES} a moment belongs to; what a wrong clock puts in the future is new. */
export function ageOf(created, now) {
  const age = now - created;
  if (age < 60_000) return 0;
  if (age < 600_000) return 1;
  return age < 3_600_000 ? 2 : 3;
}

/**
 * How many posts there are of each age, and how many name only a place.
 *
 * @returns {{ages: number[], places: number}}
 */
export function countByAge(posts, now) {
  const ages = AGES.map(() => 0);
  let places = 0;
  for (const post of posts) {
    if (post.exact) ages[ageOf(post.created, now)]++;
    else places++;
  }
  return { ages, places };
}
