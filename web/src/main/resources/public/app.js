import { open } from './feed/early.js';
import { Feed } from './feed/feed.js';
import { CityMap } from './map/map.js';
import { Announcer } from './panels/announcer.js';
import { Areas } from './panels/areas.js';
import { BoxTool } from './panels/boxtool.js';
import { Card } from './panels/card.js';
import { Controls } from './panels/controls.js';
import { leadOut } from './panels/embed.js';
import { say } from './panels/say.js';
import { LayersMenu } from './panels/layers.js';
import { Legend } from './panels/legend.js';
import { PostList } from './panels/list.js';
import { OnlyPlaces } from './panels/onlyplaces.js';
import { Opened } from './panels/opened.js';
import { PlaceList } from './panels/placelist.js';
import { Scale } from './panels/scale.js';
import { Search } from './panels/search.js';
import { Share } from './panels/share.js';
import { Sheet } from './panels/sheet.js';
import { Status } from './panels/status.js';
import { Tabs } from './panels/tabs.js';
import { Timeline } from './panels/timeline.js';
import { Trends } from './panels/trends.js';
import { Clock } from './posts/clock.js';
import { Posts } from './posts/posts.js';
import { View } from './posts/view.js';
import { translate } from './i18n/page.js';
import { spaced } from './spaced.js';
import { page, words } from './words.js';

/** Ages are told anew this often; points change colour, and posts expire, with every fifth. */
const TICK_MS = 1_000;

/** What counts all posts is counted anew at most this often. */
const CHARTS_MS = 1_000;

translate(document, words.language, page);

const $ = (id) => document.getElementById(id);
const clock = new Clock();
const posts = new Posts({ now: clock.now });
const view = new View(posts);
/** While the past is shown, its ages are those of then. */
const moment = { now: () => view.momentOf(clock.now()) };
const scale = new Scale($('scale'));
const map = new CityMap($('map'), view, moment, (missing) => ($('no-tiles').hidden = !missing), (meaning) => scale.show(meaning));
const sheet = new Sheet($('list'), $('handle'), $('drawer'));
const list = new PostList($('list'), view, moment, (id) => view.select(id));
const card = new Card($('card'), clock, () => view.select(null), (id) => list.focus(id));
const places = new PlaceList($('places-panel'), $('tab-places'), view, moment, choosePlace);
const tabs = new Tabs($('tabs'), () => {
  drawPanelsNow();
  trends.update();
});
const search = new Search($('search'), view);
const onlyPlaces = new OnlyPlaces($('only-places'), view, (term) => search.toggle(term));
const box = new BoxTool($('box'), view, map.boxLayer((drawn) => box.choose(drawn)));
const layers = new LayersMenu($('layers-menu'), map);
const trends = new Trends($('trends-panel'), view, moment, (term) => search.toggle(term));
const timeline = new Timeline($('timeline'), view, clock);
const opened = new Opened(view);
new Share($('share-dialog'), $('share'));
leadOut($('whole'));
const legend = new Legend($('legend'), view, moment, (term) => search.toggle(term));
const status = new Status(view, posts, clock);
const announcer = new Announcer($('announcer'));
const areas = new Areas($('area'), $('trouble'), follow);
let feed = null;

/** The feed fills the store, and the store tells everything else. */
const listener = {
  hello({ area, bounds, areas: all, resumed, retention }) {
    if (resumed === true) posts.retain(retention);
    else posts.begin(retention);
    if (typeof area === 'string') areas.show(area, all);
    if (Array.isArray(bounds) && bounds.length === 4 && bounds.every(Number.isFinite)) map.setArea(bounds);
  },
  post(feature, fresh) {
    const post = posts.add(feature);
    if (post === null) return;
    // Asked now, the filter remembers: the end of a pause must not wait for thousands of answers.
    view.filter?.matches(post);
    if (!fresh) return;
    map.pulse(post);
    status.arrived();
    announcer.arrived(post);
  },
  whole() {
    posts.settle();
    // What can be read first, before a frame of the map.
    list.update(map.rect);
  },
  past: (feature) => posts.addPast(feature),
  history: (state) => timeline.history(state),
  retract: (retraction) => posts.retract(retraction),
  status: (line) => status.take(line),
  state(state) {
    status.link(state);
    areas.link(state);
  },
};

function follow(area) {
  feed?.stop();
  tabs.read();
  opened.read();
  view.reset();
  posts.reset();
  status.reset();
  box.read();
  timeline.read();
  timeline.history('whole');
  feed = new Feed(area, listener, open);
  feed.start();
}

/** What counts all posts; each in a task of its own, so that none keeps the map from its next frame. */
const panels = [() => list.update(map.rect), () => onlyPlaces.update(), () => places.update(), () => legend.update()];
const charts = [() => timeline.update(), () => trends.update()];
const soon = [...panels.map((update) => spaced(update)), ...charts.map((update) => spaced(update, CHARTS_MS))];

function drawPanelsNow() {
  for (const update of panels) update();
}

function drawPanels() {
  for (const update of soon) update();
}

view.subscribe(() => {
  map.refresh();
  showCard();
  drawPanels();
});
map.onMove(() => {
  placeCard();
  drawPanels();
});
map.onPick((post) => pick(post.id), choosePlace);

function placeCard() {
  if (!card.post) return;
  const { offsetLeft: left, offsetTop: top } = $('legend');
  card.place(map.pixelOf(card.post), map.size, { left, top });
}

function showCard() {
  card.show(view.selected);
  placeCard();
}

/** Lists the posts of one place, or with null all again; who chose it by keyboard in the list of places goes on in them. */
function choosePlace(place, inList = false) {
  view.choosePlace(place);
  tabs.show('tab-posts');
  if (place) map.reveal(place.rect);
  list.toTop();
  if (inList) list.focus();
}

/** Opened on the map, a post is shown in the list too. */
function pick(id) {
  view.select(id);
  tabs.show('tab-posts');
  list.update(map.rect);
  list.reveal(id);
}

new Controls({ view, map, list, sheet, search, timeline, box, layers, pick, recolour });

function recolour() {
  map.recolour();
  timeline.recolour();
}

setInterval(tick, TICK_MS);
let ticks = 0;

function tick() {
  if (document.hidden) return;
  status.update();
  card.tick();
  list.tick();
  if (++ticks % 5 > 0) return;
  posts.expire();
  drawPanels();
  map.redraw();
}

if (typeof DecompressionStream === 'undefined') say($('trouble'), words.tooOld);
else follow(areas.chosen);
