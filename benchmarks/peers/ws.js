// ws, what came within 50 ms as one message of lines.
import { createServer } from 'node:http';
import { createClient } from 'redis';
import { WebSocketServer } from 'ws';

const BATCH_MS = 50;

const http = createServer((request, response) => response.end('ready\n'));
const viewers = new WebSocketServer({ server: http }).clients;
const redis = await createClient({ url: process.env.REDIS_URL }).connect();
let batch = '';

function flush() {
  const bytes = Buffer.from(batch);
  batch = '';
  for (const viewer of viewers) viewer.send(bytes, { binary: false });
}

await redis.subscribe('civiz:{chicago}', message => {
  if (batch === '') setTimeout(flush, BATCH_MS);
  batch += message + '\n';
});
http.listen(process.env.PORT);
