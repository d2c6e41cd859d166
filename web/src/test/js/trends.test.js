import assert from 'node:assert/strict';
import test from 'node:test';
import { readTerms, termsOf, trends } from '../../main/resources/public/posts/trends.js';

const now = Date.parse('2026-11-21T09:00:00Z');
const MINUTE = 60_000;
const post = (minutes, text, hashtags = []) => ({ created: now - minutes * MINUTE, text, hashtags });
const many = (count, minutes, text) => Array.from({ length: count }, () => post(minutes, text));

test('terms are hashtags and words, each once, without what says nothing', () => {
  const terms = [...termsOf(post(0, 'Cubs cubs WIN with #Cubs at https://example.com/cubs @cubsfan, ¡Qué está pasando! 2026', ['Wrigley']))];
  assert.deepEqual(terms, [['cubs', 'Cubs'], ['#cubs', '#Cubs'], ['pasando', 'pasando'], ['#wrigley', '#Wrigley']]);
});

test('what rises is what is written about more than before', () => {
  const posts = [...many(60, 120, 'weather'), ...many(4, 90, 'parade'), ...many(3, 5, 'weather'), ...many(8, 5, 'parade downtown'), ...many(2, 1, 'lonely')];
  const found = trends(posts, now);
  assert.deepEqual(found.map(({ term, count }) => [term, count]), [['downtown', 8], ['parade', 8]]);
  assert.equal(found[0].points.at(-1), 8);
  assert.equal(found[0].points.length, 12);
});

test('without a past, what many write about rises; nothing rises out of nothing', () => {
  assert.deepEqual(trends([], now), []);
  assert.deepEqual(trends(many(3, 1, 'first words'), now).map(({ term }) => term), ['first', 'words']);
});

test('a moment of the past has the trends of then', () => {
  const posts = [...many(5, 60, 'earlier'), ...many(5, 1, 'later')];
  assert.deepEqual(trends(posts, now - 55 * MINUTE).map(({ term }) => term), ['earlier']);
});

test('hostile texts cost nothing and break nothing', () => {
  for (const text of ['#'.repeat(10_000), 'a\u0301'.repeat(5_000), '\ud800', `#${'x'.repeat(10_000)}`, '__proto__ constructor']) {
    trends(many(5, 1, text), now);
  }
});

test('terms can be read of a few posts at a time, and of each once', () => {
  const posts = many(25, 1, 'parade downtown');
  assert.equal(readTerms(posts, 10), false);
  assert.equal(readTerms(posts, 10), false);
  assert.equal(readTerms(posts, 10), true);
  assert.equal(readTerms(posts, 0), true);
});
