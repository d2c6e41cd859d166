/**
 * Inflates one message of the feed: raw deflate (RFC 1951), a complete stream.
 *
 * @param {ArrayBuffer} bytes
 * @returns {Promise<string>} rejected when the bytes are damaged
 */
export function inflate(bytes) {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const writer = writable.getWriter();
  // Where these fail, so does the reading, which is who is told.
  writer.write(new Uint8Array(bytes)).catch(() => {});
  writer.close().catch(() => {});
  return new Response(readable).text();
}

/**
 * The lines of a message, each a JSON object, parsed as they are asked for. A line that is not one costs itself only.
 *
 * @param {string} text lines of JSON, each ended by a line feed
 * @param {(line: string) => void} onMalformed told of each line that was left out
 * @returns {Generator<object>}
 */
export function* parseLines(text, onMalformed = () => {}) {
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const value = parseLine(line);
    if (value === null) onMalformed(line);
    else yield value;
  }
}

/** The object that a line is, or null when it is none. */
export function parseLine(line) {
  const value = parse(line);
  return value === null || typeof value !== 'object' || Array.isArray(value) ? null : value;
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
