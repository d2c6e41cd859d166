import { words } from '../words.js';

/**
 * The truth about the whole path in a few words: the first hop that is broken, else how alive it is.
 *
 * @param {object} path
 * @param {{name: string}} path.link this browser's connection: see Feed
 * @param {boolean} path.online whether the browser has a network
 * @param {boolean} path.known whether there was a connection before
 * @param {object|null} path.status the latest status line
 * @param {boolean} path.paused
 * @param {number} path.waiting posts that came since the pause
 * @param {number|null} path.lastPost when the latest post came, server's time
 * @param {number} path.now server's time
 * @returns {{tone: 'live'|'warning'|'idle', label: string, rate?: string, last?: string}}
 */
export function summarize({ link, online, known, status, paused, waiting, lastPost, now }) {
  if (paused) return { tone: 'idle', label: words.paused, last: words.newShort(waiting) };
  if (!online) return { tone: 'warning', label: words.offline };
  if (link.name !== 'open' && known) return { tone: 'warning', label: words.reconnecting };
  if (link.name === 'waiting') return { tone: 'warning', label: words.unreachable };
  if (link.name !== 'open') return { tone: 'idle', label: words.connecting };
  const fault = status && faultOf(status);
  if (fault) return { tone: 'warning', label: fault };
  if (lastPost === null) return { tone: 'idle', label: words.waitingForPosts };
  const rate = status?.collector?.perMinute;
  return {
    tone: 'live',
    label: words.live,
    ...(Number.isFinite(rate) ? { rate: words.perMinute(rate) } : {}),
    last: words.ago(now - lastPost),
  };
}

function faultOf({ redis, collector }) {
  if (redis?.up === false) return words.staleRedis(at(redis.since));
  if (!collector) return words.noCollector;
  if (collector.up === false) return words.staleCollector(at(collector.heard));
  const sources = sourcesOf(collector);
  if (sources.length === 0 || sources.some((s) => s.state === 'live' || s.state === 'connecting')) return null;
  if (sources.every((s) => s.state === 'ended')) return words.ended;
  return words.staleSource(at(sources.find((s) => s.state !== 'ended').since));
}

/** A moment of the status as a time of day, and a dash where there is none. */
export function at(moment) {
  const parsed = Date.parse(moment);
  return Number.isFinite(parsed) ? words.time(parsed) : '–';
}

/** The collector's sources, of whatever the line holds. */
export function sourcesOf(collector) {
  return (Array.isArray(collector?.sources) ? collector.sources : []).filter((s) => s !== null && typeof s === 'object');
}

/** Whether the posts are made up. */
export function isSimulated(status) {
  return sourcesOf(status?.collector).some((s) => s.name === 'simulated');
}
