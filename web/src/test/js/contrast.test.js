import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const CSS = readFileSync(new URL('../../main/resources/public/style/tokens.css', import.meta.url), 'utf8');

/** The tokens that are a colour for each theme: [light, dark]. */
const tokens = Object.fromEntries([...CSS.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, ...colours]) => [name, colours]));

/** What stands on what as text: 4.5 to 1, WCAG 2.2, 1.4.3. */
const TEXT = [
  ['ink', 'panel', 'raised', 'chosen', 'idle-ground', 'land', 'water'],
  ['ink-2', 'panel', 'raised', 'chosen', 'land', 'water'],
  ['accent', 'panel', 'raised', 'chosen'],
  ['on-accent', 'accent'],
  ['on-live', 'live'],
  ['live-ink', 'panel', 'live-ground'],
  ['warning-ink', 'panel', 'raised', 'warning-ground'],
];

/** Lines and lights that say something by themselves: 3 to 1, 1.4.11. */
const SHAPES = [
  ['accent', 'panel', 'raised', 'chosen', 'land', 'water'],
  ['live', 'panel', 'live-ground'],
  ['warning', 'panel', 'warning-ground'],
  ['kind-0', 'panel'], ['kind-1', 'panel'], ['kind-2', 'panel'], ['kind-3', 'panel'],
  ['kind-4', 'panel'], ['kind-5', 'panel'], ['kind-6', 'panel'], ['kind-7', 'panel'],
];

/** WCAG 2.2, "relative luminance". */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function tooFaint(pairs, least) {
  return pairs.flatMap(([colour, ...grounds]) => grounds.flatMap((ground) => ['light', 'dark'].flatMap((theme, i) => {
    const found = contrast(tokens[colour][i], tokens[ground][i]);
    return found >= least ? [] : [`${colour} on ${ground}, ${theme}: ${found.toFixed(2)}`];
  })));
}

test('contrast is measured as WCAG does', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
});

test('text can be read in both themes', () => assert.deepEqual(tooFaint(TEXT, 4.5), []));

test('shapes that tell something can be seen in both themes', () => assert.deepEqual(tooFaint(SHAPES, 3), []));
