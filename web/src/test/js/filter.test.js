import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { Filter, MOST_LETTERS } from '../../main/resources/public/filter/filter.js';

const GOLDEN = new URL('../../../../contract/src/main/resources/civiz/contract/golden/filters.json', import.meta.url);

const post = ({ text = '', handle = '', lang = '', source = 'x', place = '', hashtags = [], media = 0, exact = true }) => ({
  text, lang, source, place, hashtags, exact, author: { handle }, media: Array.from({ length: media }, () => ({})),
});

for (const { name, filter, terms, posts, error } of JSON.parse(fs.readFileSync(GOLDEN, 'utf8'))) {
  test(`a filter: ${name}`, () => {
    const read = new Filter(filter);
    assert.deepEqual(read.errors, error ? [error] : []);
    if (error) return;
    assert.deepEqual(read.terms.map((term) => term.text), terms);
    assert.deepEqual(new Filter(read.text).terms.map((term) => term.text), terms, 'what is written is read again');
    for (const [expected, of] of posts) assert.equal(read.matches(post(of)), expected, JSON.stringify(of));
  });
}

test('a term is put in and taken out again', () => {
  const filter = new Filter('cubs').toggle('lang:es');
  assert.equal(filter.text, 'cubs lang:es');
  assert.ok(filter.has('lang:es'));
  assert.equal(filter.toggle('lang:es').text, 'cubs');
});

test('whatever is written is read in no time', () => {
  for (const hostile of ['"'.repeat(9_999), '-'.repeat(9_999), 'a\u0301'.repeat(9_999), '\ud800', '#'.repeat(600), 'has:__proto__', 'is:constructor']) {
    const filter = new Filter(hostile);
    assert.ok(filter.text.length <= MOST_LETTERS * 2);
    filter.matches(post({ text: hostile }));
  }
});
