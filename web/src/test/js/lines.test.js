import assert from 'node:assert/strict';
import test from 'node:test';
import zlib from 'node:zlib';
import { inflate, parseLines } from '../../main/resources/public/feed/lines.js';

test('a malformed line costs itself only', () => {
  const left = [];
  const text = '{"a":1}\n{oops\n\n[1]\n7\nnull\n{"b":2}\n';
  assert.deepEqual([...parseLines(text, (line) => left.push(line))], [{ a: 1 }, { b: 2 }]);
  assert.deepEqual(left, ['{oops', '[1]', '7', 'null']);
});

test('many deflated fragments, flushed and concatenated, inflate as one message', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `{"post":{"text":"Ünïcødé 🌀 ${i}"}}\n`);
  const message = Buffer.concat([...await Promise.all(lines.map(fragment)), Buffer.from([3, 0])]);
  assert.equal(await inflate(new Uint8Array(message).buffer), lines.join(''));
});

test('damaged bytes are an error, not an empty message', async () => {
  await assert.rejects(inflate(new Uint8Array([255, 1, 2, 3]).buffer));
});

function fragment(text) {
  return new Promise((resolve, reject) => {
    const deflate = zlib.createDeflateRaw();
    const chunks = [];
    deflate.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
    deflate.write(text);
    deflate.flush(zlib.constants.Z_SYNC_FLUSH, () => resolve(Buffer.concat(chunks)));
  });
}
