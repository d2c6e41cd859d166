import { words } from '../words.js';
import { at, sourcesOf } from './summary.js';

/**
 * Each hop of the path from the source to this browser, and how it is.
 *
 * @returns {{tone: 'live'|'warning'|'idle', name: string, state: string, detail: string}[]}
 */
export function hops({ link, status, now }, { size, exact }) {
  return [...beyondServer(link, status, now), server(link, status), browser(link, size, exact)];
}

function beyondServer(link, status, now) {
  const { source, collector, redis } = words.hop;
  if (!status || link.name !== 'open') {
    return [source, collector, redis].map((name) => ({ tone: 'idle', name, state: words.unknown, detail: '' }));
  }
  return [...sources(status, now), collectorHop(status, now), redisHop(status)];
}

function sources({ collector }, now) {
  return sourcesOf(collector).map((source) => ({
    tone: collector.up === false ? 'idle' : source.state === 'live' ? 'live' : 'warning',
    name: `${words.hop.source} ${String(source.name ?? '')}`,
    state: `${Object.hasOwn(words.sourceState, source.state) ? words.sourceState[source.state] : ''} ${words.since(at(source.since))}`,
    detail: [
      source.name === 'simulated' ? words.simulatedDetail : String(source.detail ?? ''),
      Number.isFinite(source.perMinute) ? words.perMinute(source.perMinute) : '',
      Number.isFinite(Date.parse(source.last)) ? `${words.lastPost} ${words.ago(now - Date.parse(source.last))}` : '',
      source.counts?.dropped > 0 ? words.dropped(source.counts.dropped) : '',
      budget(source.budget),
    ].filter(Boolean).join(' · '),
  }));
}

function budget(spent) {
  if (!Number.isFinite(spent?.today)) return '';
  const { today, perDay, month, perMonth, costToday, resumes } = spent;
  return [
    words.paidToday(today, perDay, costToday),
    Number.isFinite(perMonth) ? words.paidMonth(month, perMonth) : '',
    Number.isFinite(Date.parse(resumes)) ? words.resumes(Date.parse(resumes)) : '',
  ].filter(Boolean).join(' · ');
}

function collectorHop({ collector }, now) {
  const name = words.hop.collector;
  if (!collector) return { tone: 'warning', name, state: words.never, detail: '' };
  const { published, received } = collector.counts ?? {};
  const heard = Date.parse(collector.heard);
  return {
    tone: collector.up === false ? 'warning' : 'live',
    name,
    state: collector.up === false ? words.silent(at(collector.heard)) : words.heard(now - heard || 0),
    detail: Number.isFinite(published) && Number.isFinite(received) ? words.published(published, received) : '',
  };
}

function redisHop({ redis }) {
  const up = redis?.up !== false;
  return {
    tone: up ? 'live' : 'warning',
    name: words.hop.redis,
    state: `${up ? words.up : words.down} ${words.since(at(redis?.since))}`,
    detail: '',
  };
}

function server(link, status) {
  const open = link.name === 'open';
  const viewers = status?.viewers;
  const since = Date.parse(status?.log?.since);
  return {
    tone: open ? 'live' : 'warning',
    name: words.hop.web,
    state: open ? words.up : words.down,
    detail: [
      open && Number.isFinite(viewers) ? words.viewers(viewers) : '',
      open && Number.isFinite(since) ? words.postsSince(since) : '',
    ].filter(Boolean).join(' · '),
  };
}

function browser(link, size, exact) {
  const waits = link.name === 'waiting' ? ` · ${words.retryIn(link.retryAt - Date.now())}` : '';
  return {
    tone: link.name === 'open' ? 'live' : 'warning',
    name: words.hop.browser,
    state: words.holds(size) + waits,
    detail: size > 0 ? words.exactShare(exact / size) : '',
  };
}
