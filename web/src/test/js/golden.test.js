import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { Cursor } from '../../main/resources/public/feed/cursor.js';
import { parseLines } from '../../main/resources/public/feed/lines.js';
import { readGeometry } from '../../main/resources/public/posts/geometry.js';
import { readPost } from '../../main/resources/public/posts/post.js';
import { Posts } from '../../main/resources/public/posts/posts.js';
import { coveredBy } from '../../main/resources/public/posts/retraction.js';

const GOLDEN = new URL('../../../../contract/src/main/resources/civiz/contract/golden/', import.meta.url);
const golden = (name) => JSON.parse(fs.readFileSync(new URL(name, GOLDEN), 'utf8'));

for (const { name, message, expect } of golden('posts.json')) {
  test(`a post: ${name}`, () => {
    const [line] = parseLines(`${JSON.stringify(message)}\n`);
    const post = readPost(line);
    const { point, box } = readGeometry(line.geometry);
    assert.deepEqual({ id: post.id, source: post.source, exact: post.exact, bounds: box ?? [...point, ...point], created: post.created,
      author: post.author.id || null, text: post.text, rights: expect.rights }, expect);
  });
}

for (const { name, message, expect } of [...golden('lines.json'), ...golden('events.json')]) {
  const lines = [...parseLines(`${JSON.stringify(message)}\n`)];
  if (message.hello) {
    test(`a line: ${name}`, () => {
      const cursor = new Cursor();
      cursor.begin(lines[0].hello);
      cursor.settle();
      assert.equal(cursor.since, `${expect.epoch}:${expect.seq}`);
    });
  }
  if (message.retract) {
    test(`a line: ${name}`, () => {
      const covered = coveredBy(lines[0].retract);
      const post = ([id, author]) => ({ id, author: { id: author ?? '' } });
      for (const pair of expect.covers) assert.equal(covered(post(pair)), true, `covers ${pair}`);
      for (const pair of expect.spares) assert.equal(covered(post(pair)), false, `spares ${pair}`);
    });
  }
}

test('what is not valid never breaks the store', () => {
  const posts = new Posts({ schedule: (f) => f() });
  const invalid = golden('invalid.json');
  assert.ok(invalid.length > 20);
  for (const { message } of invalid) {
    posts.add(message);
    posts.add(message?.post);
    posts.retract(message?.retract);
    posts.all();
  }
});
