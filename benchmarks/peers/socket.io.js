// The 2012 design: Socket.IO, a message a post to every browser. WebSocket transport, no compression, as is its default.
import { createServer } from 'node:http';
import { createClient } from 'redis';
import { Server } from 'socket.io';

const http = createServer((request, response) => response.end('ready\n'));
const io = new Server(http, { serveClient: false });
const redis = await createClient({ url: process.env.REDIS_URL }).connect();
await redis.subscribe('civiz:{chicago}', message => io.emit('post', JSON.parse(message)));
http.listen(process.env.PORT);
