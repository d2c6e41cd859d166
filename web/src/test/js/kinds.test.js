import assert from 'node:assert/strict';
import test from 'node:test';
import { COLOURED, Kinds, languageOf } from '../../main/resources/public/posts/kinds.js';

test('the first values have colours of their own and keep them, the others share one', () => {
  const kinds = new Kinds(({ source }) => source);
  const posts = Array.from({ length: 20 }, (_, i) => ({ source: `s${i % 10}` }));
  assert.deepEqual(posts.slice(0, 10).map((post) => kinds.of(post)), [0, 1, 2, 3, 4, 5, 6, 7, 7, 7]);
  assert.equal(kinds.of({ source: 's0' }), 0);
  assert.equal(kinds.values.length, COLOURED);
  assert.deepEqual(kinds.count(posts), [2, 2, 2, 2, 2, 2, 2, 6]);
});

test('a language is told without its variety', () => {
  assert.equal(languageOf({ lang: 'es-MX' }), 'es');
  assert.equal(languageOf({ lang: 'EN' }), 'en');
  assert.equal(languageOf({ lang: '' }), '');
});
