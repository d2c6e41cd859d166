import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import * as en from '../../main/resources/public/i18n/en.js';
import * as es from '../../main/resources/public/i18n/es.js';
import { choose } from '../../main/resources/public/words.js';

/** What is the same in every language: names, keys of the keyboard, and examples. */
const NAMES = /^(Civiz|[/ptlbm[\]?↑↓]|Enter|Esc|cubs -spam .*|\{\{.*)$/;

const html = fs.readFileSync(new URL('../../main/resources/public/index.html', import.meta.url), 'utf8');
const body = html.slice(html.indexOf('<body>'));

test('the first language there is of those preferred, else English', () => {
  assert.equal(choose(['pl', 'es-MX', 'en']), es);
  assert.equal(choose(['en-GB', 'es']), en);
  assert.equal(choose(['pl']), en);
  assert.equal(choose(['__proto__', '']), en);
  assert.equal(choose([]), en);
});

for (const [name, language] of Object.entries({ es })) {
  test(`${name} says everything that English says`, () => {
    const shape = (words) => Object.fromEntries(Object.entries(words).map(([key, value]) =>
      [key, value !== null && typeof value === 'object' ? Object.keys(value).join() : typeof value === 'function' ? value.length : typeof value]));
    assert.deepEqual(shape(language.words), shape(en.words));
  });

  test(`${name} says everything that stands in the page`, () => {
    const texts = [...body.matchAll(/>([^<>]+)</g)].map(([, text]) => text.trim()).filter((text) => text !== '');
    const attributes = [...body.matchAll(/(?:aria-label|title|placeholder)="([^"]+)"/g)].map(([, text]) => text);
    for (const text of [...texts, ...attributes]) if (!NAMES.test(text)) assert.ok(Object.hasOwn(language.page, text), `"${text}" has no translation`);
  });

  test(`${name} has no translation of what no longer stands there`, () => {
    for (const text of Object.keys(language.page)) assert.ok(body.includes(text), text);
  });
}
