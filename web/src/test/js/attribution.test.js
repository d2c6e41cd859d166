import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attribution } from '../../main/resources/public/map/attribution.js';

const link = (href, text) => `<a href="${href}" target="_blank" rel="noopener">${text}</a>`;

test('text and links stay', () => {
  assert.equal(attribution('&copy; <a href="https://maps.example/about">Maps &amp; Co</a>, the City'),
    `© ${link('https://maps.example/about', 'Maps &#38; Co')}, the City`);
  assert.equal(attribution('<A target=_blank HREF=\'http://a.example/?b=1&amp;c=2\' >A</A >'), link('http://a.example/?b=1&#38;c=2', 'A'));
});

for (const [html, safe] of [
  ['<img src=x onerror=alert(1)>', ''],
  ['<script>alert(1)</script>', 'alert(1)'],
  ['<a href="javascript:alert(1)">A</a>', 'A'],
  ['<a href="java&#115;cript:alert(1)">A</a>', 'A'],
  ['<a href="data:text/html,x">A</a>', 'A'],
  ['<a href="https://a.example/&quot; onclick=&quot;alert(1)">A</a>', link('https://a.example/%22%20onclick=%22alert(1)', 'A')],
  ['<a href="https://a.example/" onclick="alert(1)">A</a>', link('https://a.example/', 'A')],
  ['<a onclick="alert(1)">A</a>', 'A'],
  ['&lt;script&gt;', '&#60;script&#62;'],
  ['&#60;img src=x&#x3e;', '&#60;img src=x&#62;'],
  ['<<b>img src=x>', 'img src=x&#62;'],
  ['<style>*{}', '*{}'],
  ['a < b & "c"', 'a '],
  ['<a href="https://a.example/', ''],
  ['&#0;&#x1F600;&#9999999;&nope;', '😀&#38;nope;'],
]) {
  test(`${html} is made safe`, () => assert.equal(attribution(html), safe));
}

test('a long one is cut off', () => assert.equal(attribution('x'.repeat(1e6)).length, 500));

test('what is no text is said as text', () => assert.equal(attribution(42), '42'));
