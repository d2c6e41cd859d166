import { formats, own } from './formats.js';

/** Every word that the page says, in English. Each language has a file like it. */
const { number, brief, percent, rough, dollars, time, date, range, languageName } = formats('en');
const posts = (count) => `${number(count)} ${count === 1 ? 'post' : 'posts'}`;

/** What kinds of places are called. */
const KINDS = { city: 'city', neighborhood: 'neighborhood', country: 'country' };

/** Where a post can be seen, by the name of its source. */
const SITES = { x: 'X' };

export const words = {
  language: 'en',
  number,
  brief,
  percent,
  rough,
  posts,
  mapLabel: 'Map of posts',
  area: 'Area',
  areaName: (area) => area.replace(/(^|-)([a-z])/g, (_, dash, letter) => (dash ? ' ' : '') + letter.toUpperCase()),

  removeTerm: (term) => `Remove ${term}`,
  noSuchTerm: (terms) => `There is no ${terms}. Try lang:es, source:x, has:media, has:link, is:point or is:place.`,
  emptyFilter: 'No posts match this filter. Those that do will appear here.',

  copied: 'The link is copied.',
  copyByHand: 'The browser does not let this page copy: press Ctrl+C.',

  drawBox: 'Draw a box to filter by',
  boxOfMap: 'Take what the map shows as the box',
  removeBox: 'Remove the box',
  boxCorner: 'Drag to change the box',

  inView: (shown, all) => `${number(shown)} of ${posts(all)} in view`,
  onlyPlaces: (count) => `${posts(count)} ${count === 1 ? 'names' : 'name'} only a place`,
  spot: 'One spot',
  cluster: 'A cluster',
  listed: {
    place: (count, name) => `${posts(count)} ${count === 1 ? 'names' : 'name'} only ${name || 'this place'}`,
    spot: (count) => `${posts(count)} at this spot`,
    cluster: (count) => `${posts(count)} in this cluster`,
  },
  newPosts: (count) => `${number(count)} new ${count === 1 ? 'post' : 'posts'}`,
  newShort: (count) => `${number(count)} new`,
  unnamedPlace: 'A place without a name',
  newest: (ms) => `newest ${words.ago(ms)}`,
  emptyFeed: 'No posts yet. Each one will appear here and on the map seconds after it is written.',
  emptyView: 'No posts in this part of the map. Zoom out, or fit the whole area, to see more.',
  emptyPlaces: 'No post names only a place. Those that do will be counted here, and outlined on the map.',
  emptyTrends: 'Nothing is written about more than before. Hashtags and words that rise will appear here.',
  emptyListed: {
    place: 'No post names only this place any more.',
    spot: 'No post is at this spot any more.',
    cluster: 'No post of this cluster is there any more.',
  },

  placeLabel: ({ name, kind, count }) => ({
    full: `${name || 'A place'} · ${posts(count)} ${count === 1 ? 'names' : 'name'} only the ${own(KINDS, kind) ?? 'place'}`,
    short: `${name || 'A place'} · ${number(count)}`,
    count: number(count),
  }),
  exactPoint: 'Exact point',
  onlyPlace: 'Only a place',
  close: 'Close',
  nobody: 'Unknown author',
  viewAt: (source) => (Object.hasOwn(SITES, source) ? `View on ${SITES[source]}` : 'View the original'),
  source: (source) => own({ x: 'from X', simulated: 'Simulated', jetstream: 'from the AT Protocol' }, source) ?? `from ${source}`,
  simulatedDetail: 'Made up by this server to show how it works. Nobody wrote them.',
  media: { photo: 'Photo', video: 'Video', gif: 'Animation' },
  noAlt: 'without a description',

  heatDensity: 'Posts per km²',
  heatShare: 'Share of posts that match',
  ages: ['under 1 min', '10 min', '1 hour', 'older'],
  exactPointCount: 'exact point',
  onlyPlaceCount: 'only a place',
  coloursTell: 'What the colours tell',
  colours: { age: 'Age', source: 'Source', language: 'Language' },
  filterBy: (label) => `Filter by ${label}`,
  others: 'others',
  noLanguage: 'unknown',
  languageName,
  sourceName: (source) => own({ x: 'X', simulated: 'Simulated', jetstream: 'AT Protocol' }, source) ?? source,

  time,
  date,
  /** How long ago, as short as it goes. */
  age(ms) {
    if (ms < 60_000) return 'now';
    if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`;
    return ms < 86_400_000 ? `${Math.floor(ms / 3_600_000)} h` : `${Math.floor(ms / 86_400_000)} d`;
  },
  ago: (ms) => (ms < 1_000 ? 'just now' : ms < 60_000 ? `${Math.floor(ms / 1_000)} s ago` : `${words.age(ms)} ago`),

  now: 'now',
  past: (from, to) => `The past: ${range(from, to)}`,
  loadingPast: 'Loading earlier posts…',
  noPast: 'Earlier posts could not be loaded.',
  written: (count, from) => `${posts(count)} since ${time(from)}`,
  replay: 'Replay from here',
  stopReplay: 'Stop the replay',
  speed: (times) => `${number(times)}×`,

  live: 'Live',
  perMinute: (rate) => `${number(rate)}/min`,
  lastPost: 'last post',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  unreachable: 'Can’t connect: trying again',
  offline: 'Offline',
  waitingForPosts: 'Waiting for posts',
  paused: 'Paused',
  staleRedis: (since) => `Stale: no Redis since ${since}`,
  staleCollector: (since) => `Stale: no collector since ${since}`,
  noCollector: 'No collector yet',
  staleSource: (since) => `Stale: no source since ${since}`,
  ended: 'Source ended',
  pause: 'Pause',
  resume: 'Resume',

  hop: { source: 'Source', collector: 'Collector', redis: 'Redis', web: 'Server', browser: 'This browser' },
  sourceState: { connecting: 'connecting', live: 'live', waiting: 'will try again', failed: 'failed', ended: 'ended' },
  since: (at) => `since ${at}`,
  up: 'connected',
  down: 'not connected',
  never: 'none was ever heard of',
  heard: (ms) => `heard from ${words.ago(ms)}`,
  silent: (since) => `silent since ${since}`,
  published: (published, received) => `${number(published)} of ${number(received)} received posts published`,
  dropped: (count) => `${number(count)} dropped`,
  paidToday: (count, limit, cost) =>
    `today ${Number.isFinite(limit) ? `${number(count)} of ${posts(limit)}` : posts(count)}, ${dollars(cost)}`,
  paidMonth: (count, limit) => `this month ${number(count)} of ${number(limit)}`,
  resumes: (moment) => `resumes ${date(moment)}`,
  viewers: (count) => `${number(count)} ${count === 1 ? 'viewer' : 'viewers'}`,
  postsSince: (moment) => `has posts since ${date(moment)}`,
  unknown: 'not known while disconnected',
  holds: (count) => `holds ${posts(count)}`,
  exactShare: (share) => `${percent(share)} with an exact position`,
  retryIn: (ms) => `tries again in ${Math.max(1, Math.ceil(ms / 1_000))} s`,

  theme: { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
  noFeed: (area) => `No feed of “${area}” can be had. There may be no such area.`,
  firstArea: 'Show the first area',
  tooOld: 'This browser is too old for the live feed. Civiz needs one from 2023 or later.',
  summary(count, place) {
    return place ? `${words.newPosts(count)}, most around ${place}` : words.newPosts(count);
  },
};

/** What stands in the page itself is English already. */
export const page = {};
