// Bun's own pub/sub (uWebSockets): a message a post, or with BATCH_MS what came within that time as one message of lines.
import { RedisClient } from 'bun';

const BATCH_MS = Number(process.env.BATCH_MS ?? 0);
const TOPIC = 'posts';

const redis = new RedisClient(process.env.REDIS_URL);
await redis.connect();
const server = Bun.serve({
  port: process.env.PORT,
  fetch: (request, server) => server.upgrade(request) ? undefined : new Response('ready\n'),
  websocket: { open: viewer => viewer.subscribe(TOPIC), message() {}, perMessageDeflate: false },
});
let batch = '';

function flush() {
  server.publish(TOPIC, batch);
  batch = '';
}

await redis.subscribe('civiz:{chicago}', message => {
  if (BATCH_MS === 0) return server.publish(TOPIC, message);
  if (batch === '') setTimeout(flush, BATCH_MS);
  batch += message + '\n';
});
