import { asked } from '../address.js';
import { feedAddress } from './address.js';
import { inflate } from './lines.js';

/** A page that has not come so far after this long is not whole: what arrives is not kept for it any longer. */
const UNCLAIMED_MS = 30_000;

/**
 * Opens the feed that the page's address asks for while the rest of the page is still on its way: the document names this
 * module apart from the others, before them. What comes meanwhile is inflated, and kept for who claims the socket.
 */
const kept = [];
const address = feedAddress(asked('area') || null);
let early = new WebSocket(address);
early.binaryType = 'arraybuffer';
early.onmessage = ({ data }) => kept.push({ data: inflated(data) });
const unclaimed = setTimeout(() => claim()?.close(), UNCLAIMED_MS);

/** Opens a socket, or gives the one that was opened early. Who calls sets its handlers at once; they are told what has come. */
export function open(url) {
  const socket = url === address ? claim() : null;
  if (socket === null || socket.readyState > WebSocket.OPEN) return new WebSocket(url);
  const events = kept.splice(0);
  queueMicrotask(() => {
    if (socket.readyState === WebSocket.OPEN) socket.onopen?.(new Event('open'));
    for (const event of events) socket.onmessage?.(event);
  });
  return socket;
}

/** The text, or what becomes of it; who claims it is told when it is damaged. */
function inflated(data) {
  if (typeof data === 'string') return data;
  const text = inflate(data);
  text.catch(() => {});
  return text;
}

function claim() {
  const socket = early;
  early = null;
  clearTimeout(unclaimed);
  return socket;
}
