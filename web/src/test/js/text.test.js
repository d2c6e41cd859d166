import assert from 'node:assert/strict';
import test from 'node:test';
import { parts } from '../../main/resources/public/panels/text.js';
import { initials } from '../../main/resources/public/panels/author.js';
import { random, seed } from './support.js';

const live = (text) => parts(text).filter((p) => p.kind !== 'text').map((p) => [p.kind, p.text]);

test('addresses, hashtags and mentions are found in any script', () => {
  assert.deepEqual(live('¡Gol! #Wrigley #北京 @ada see https://example.com/a?b=1#c'), [
    ['hashtag', '#Wrigley'], ['hashtag', '#北京'], ['mention', '@ada'], ['link', 'https://example.com/a?b=1#c']]);
  assert.deepEqual(live('مرحبا #شيكاغو'), [['hashtag', '#شيكاغو']]);
  assert.deepEqual(live('cc @ada.bsky.social.'), [['mention', '@ada.bsky.social']]);
});

test('punctuation around an address is the sentence’s', () => {
  assert.deepEqual(live('(see https://example.com/x).'), [['link', 'https://example.com/x']]);
  assert.deepEqual(live('https://en.wikipedia.org/wiki/Loop_(Chicago)'), [['link', 'https://en.wikipedia.org/wiki/Loop_(Chicago)']]);
});

test('what only looks like one stays text', () => {
  for (const text of ['we are #1', 'mail ada@example.com', 'a#b', 'javascript:alert(1)', 'JavaScript://%0aalert(1)', '<a href="javascript:x">', 'https://', '# @ #']) {
    assert.deepEqual(live(text), [], text);
  }
});

test('markup is never cut out of a text', () => {
  assert.deepEqual(parts('<script>alert("1")</script>'), [{ kind: 'text', text: '<script>alert("1")</script>' }]);
});

test(`the parts of a text are the text, whatever it is (seed ${seed})`, () => {
  const roll = random();
  const bits = ['#', '@', 'https://', 'a', 'é', '.', ')', '(', ' ', '\u202e', '\u200b', '\u0301', '北', '🌀', '/', '\n', '<', '&amp;', '_', '9'];
  for (let i = 0; i < 3_000; i++) {
    const text = Array.from({ length: Math.floor(roll() * 30) }, () => bits[Math.floor(roll() * bits.length)]).join('');
    const found = parts(text);
    assert.equal(found.map((p) => p.text).join(''), text, `seed ${seed}`);
    for (const { kind, href } of found) if (kind === 'link') assert.match(href, /^https?:\/\//);
  }
});

test('a long text of any kind is read in no time', () => {
  for (const bit of ['#', '@', 'a', '\u0301', 'https://', '@a.', '.', '(']) {
    const began = performance.now();
    parts(bit.repeat(10_000 / bit.length));
    assert.ok(performance.now() - began < 500, `${bit} took ${performance.now() - began} ms`);
  }
});

test('initials are of the first and the last word, in any script', () => {
  const of = (name, handle = '') => initials({ name, handle });
  assert.deepEqual([of('Marisol Ruiz'), of('Ada'), of('Office of Civic Tech'), of('李 明'), of('🌀'), of('', 'ada'), of('', '')], ['MR', 'A', 'OT', '李明', '?', 'A', '?']);
});
