import { formats, own } from './formats.js';

/** Todo lo que dice la página, en español. */
const { number, percent, dollars, time, date, range, languageName } = formats('es');
const posts = (count) => `${number(count)} ${count === 1 ? 'publicación' : 'publicaciones'}`;

/** Cómo se llaman las clases de lugares. */
const KINDS = { city: 'la ciudad', neighborhood: 'el barrio', country: 'el país' };

/** Dónde se puede ver una publicación, según su fuente. */
const SITES = { x: 'X' };

export const words = {
  language: 'es',
  number,
  posts,
  mapLabel: 'Mapa de publicaciones',
  area: 'Zona',
  areaName: (area) => area.replace(/(^|-)([a-z])/g, (_, dash, letter) => (dash ? ' ' : '') + letter.toUpperCase()),

  removeTerm: (term) => `Quitar ${term}`,
  noSuchTerm: (terms) => `No existe ${terms}. Prueba lang:es, source:x, has:media, has:link, is:point o is:place.`,
  emptyFilter: 'Ninguna publicación pasa este filtro. Las que pasen aparecerán aquí.',

  copied: 'El enlace está copiado.',
  copyByHand: 'El navegador no deja copiar a esta página: pulsa Ctrl+C.',

  drawBox: 'Dibujar un recuadro para filtrar',
  boxOfMap: 'Tomar como recuadro lo que muestra el mapa',
  removeBox: 'Quitar el recuadro',
  boxCorner: 'Arrastra para cambiar el recuadro',

  inView: (shown, all) => `${number(shown)} de ${posts(all)} a la vista`,
  ofPlace: (count, name) => `${posts(count)} ${count === 1 ? 'nombra' : 'nombran'} solo ${name || 'este lugar'}`,
  onlyPlaces: (count) => `${posts(count)} ${count === 1 ? 'nombra' : 'nombran'} solo un lugar`,
  newPosts: (count) => `${number(count)} ${count === 1 ? 'publicación nueva' : 'publicaciones nuevas'}`,
  newShort: (count) => `${number(count)} ${count === 1 ? 'nueva' : 'nuevas'}`,
  unnamedPlace: 'Un lugar sin nombre',
  newest: (ms) => `la última ${words.ago(ms)}`,
  emptyFeed: 'Aún no hay publicaciones. Cada una aparecerá aquí y en el mapa segundos después de escribirse.',
  emptyView: 'No hay publicaciones en esta parte del mapa. Aleja el mapa, o muestra toda la zona, para ver más.',
  emptyPlaces: 'Ninguna publicación nombra solo un lugar. Las que lo hagan se contarán aquí y se marcarán en el mapa.',
  emptyTrends: 'De nada se escribe más que antes. Las etiquetas y palabras que suban aparecerán aquí.',
  emptyPlace: 'Ya ninguna publicación nombra solo este lugar.',

  placeLabel: ({ name, kind, count }) => ({
    full: `${name || 'Un lugar'} · ${posts(count)} ${count === 1 ? 'nombra' : 'nombran'} solo ${own(KINDS, kind) ?? 'el lugar'}`,
    short: `${name || 'Un lugar'} · ${number(count)}`,
    count: number(count),
  }),
  exactPoint: 'Punto exacto',
  onlyPlace: 'Solo un lugar',
  close: 'Cerrar',
  nobody: 'Autor desconocido',
  viewAt: (source) => (Object.hasOwn(SITES, source) ? `Ver en ${SITES[source]}` : 'Ver el original'),
  source: (source) => own({ x: 'de X', simulated: 'Simulada', jetstream: 'del protocolo AT' }, source) ?? `de ${source}`,
  simulatedDetail: 'Las inventa este servidor para mostrar cómo funciona. Nadie las escribió.',
  media: { photo: 'Foto', video: 'Vídeo', gif: 'Animación' },
  noAlt: 'sin descripción',

  ages: ['menos de 1 min', '10 min', '1 hora', 'anteriores'],
  exactPointCount: 'punto exacto',
  onlyPlaceCount: 'solo un lugar',
  coloursTell: 'Qué dicen los colores',
  colours: { age: 'Edad', source: 'Fuente', language: 'Idioma' },
  filterBy: (label) => `Filtrar por ${label}`,
  others: 'otros',
  noLanguage: 'desconocido',
  languageName,
  sourceName: (source) => own({ x: 'X', simulated: 'Simulada', jetstream: 'Protocolo AT' }, source) ?? source,

  time,
  date,
  /** Hace cuánto, lo más breve posible. */
  age(ms) {
    if (ms < 60_000) return 'ahora';
    if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`;
    return ms < 86_400_000 ? `${Math.floor(ms / 3_600_000)} h` : `${Math.floor(ms / 86_400_000)} d`;
  },
  ago: (ms) => (ms < 1_000 ? 'ahora mismo' : `hace ${ms < 60_000 ? `${Math.floor(ms / 1_000)} s` : words.age(ms)}`),

  now: 'ahora',
  past: (from, to) => `El pasado: ${range(from, to)}`,
  loadingPast: 'Cargando publicaciones anteriores…',
  noPast: 'No se pudieron cargar las publicaciones anteriores.',
  written: (count, from) => `${posts(count)} desde ${time(from)}`,
  replay: 'Reproducir desde aquí',
  stopReplay: 'Detener la reproducción',
  speed: (times) => `${number(times)}×`,

  live: 'En vivo',
  perMinute: (rate) => `${number(rate)}/min`,
  lastPost: 'última publicación',
  connecting: 'Conectando…',
  reconnecting: 'Reconectando…',
  unreachable: 'No hay conexión: se reintentará',
  offline: 'Sin red',
  waitingForPosts: 'Esperando publicaciones',
  paused: 'En pausa',
  staleRedis: (since) => `Parado: sin Redis desde ${since}`,
  staleCollector: (since) => `Parado: sin recolector desde ${since}`,
  noCollector: 'Aún sin recolector',
  staleSource: (since) => `Parado: sin fuente desde ${since}`,
  ended: 'La fuente terminó',
  pause: 'Pausa',
  resume: 'Seguir',

  hop: { source: 'Fuente', collector: 'Recolector', redis: 'Redis', web: 'Servidor', browser: 'Este navegador' },
  sourceState: { connecting: 'conectando', live: 'en vivo', waiting: 'se reintentará', failed: 'falló', ended: 'terminó' },
  since: (at) => `desde ${at}`,
  up: 'conectado',
  down: 'sin conexión',
  never: 'nunca se supo de ninguno',
  heard: (ms) => `se supo de él ${words.ago(ms)}`,
  silent: (since) => `en silencio desde ${since}`,
  published: (published, received) => `${number(published)} de ${number(received)} recibidas, publicadas`,
  dropped: (count) => `${number(count)} descartadas`,
  paidToday: (count, limit, cost) =>
    `hoy ${Number.isFinite(limit) ? `${number(count)} de ${posts(limit)}` : posts(count)}, ${dollars(cost)}`,
  paidMonth: (count, limit) => `este mes ${number(count)} de ${number(limit)}`,
  resumes: (moment) => `sigue ${date(moment)}`,
  viewers: (count) => `${number(count)} ${count === 1 ? 'espectador' : 'espectadores'}`,
  unknown: 'no se sabe sin conexión',
  holds: (count) => `guarda ${posts(count)}`,
  exactShare: (share) => `${percent(share)} con posición exacta`,
  retryIn: (ms) => `reintenta en ${Math.max(1, Math.ceil(ms / 1_000))} s`,

  theme: { system: 'Tema: el del sistema', light: 'Tema: claro', dark: 'Tema: oscuro' },
  noFeed: (area) => `No hay publicaciones de «${area}». Puede que no exista esa zona.`,
  firstArea: 'Mostrar la primera zona',
  tooOld: 'Este navegador es demasiado antiguo para las publicaciones en vivo. Civiz necesita uno de 2023 o posterior.',
  summary(count, place) {
    return place ? `${words.newPosts(count)}, la mayoría cerca de ${place}` : words.newPosts(count);
  },
};

/** Lo que está escrito en la propia página. */
export const page = {
  'List of posts': 'Lista de publicaciones',
  'List of posts (l)': 'Lista de publicaciones (l)',
  'Filter posts': 'Filtrar publicaciones',
  'Filter posts…': 'Filtrar publicaciones…',
  'Filter posts (/)': 'Filtrar publicaciones (/)',
  'Simulated posts': 'Publicaciones simuladas',
  'Nobody wrote these.': 'Nadie las escribió.',
  'How the posts get here': 'Cómo llegan las publicaciones',
  'Connecting…': 'Conectando…',
  'Pause or resume (p)': 'Pausar o seguir (p)',
  Pause: 'Pausa',
  Share: 'Compartir',
  'This link opens the map as it is now: area, position, filter, box and time.': 'Este enlace abre el mapa como está ahora: zona, posición, filtro, recuadro y tiempo.',
  Link: 'Enlace',
  Copy: 'Copiar',
  Theme: 'Tema',
  Help: 'Ayuda',
  'Help (?)': 'Ayuda (?)',
  Posts: 'Publicaciones',
  'Size of the list': 'Tamaño de la lista',
  'What to list': 'Qué mostrar',
  Trends: 'Tendencias',
  Places: 'Lugares',
  'newest first': 'primero las nuevas',
  'Show all posts again': 'Mostrar todas otra vez',
  'Show all posts again (Esc)': 'Mostrar todas otra vez (Esc)',
  'Posts, newest first': 'Publicaciones, primero las nuevas',
  Map: 'Mapa',
  'A part of this page could not be loaded.': 'Una parte de esta página no se pudo cargar.',
  'Load it again': 'Cargarla otra vez',
  'Zoom in': 'Acercar',
  'Zoom out': 'Alejar',
  'Fit the whole area': 'Mostrar toda la zona',
  'No street map: its tiles can’t be had right now.': 'Sin mapa de calles: sus imágenes no están disponibles ahora.',
  'When posts were written': 'Cuándo se escribieron las publicaciones',
  'Show what comes now (Esc)': 'Mostrar lo que llega ahora (Esc)',
  Live: 'En vivo',
  'Speed of the replay': 'Velocidad de la reproducción',
  'Time shown': 'Tiempo mostrado',
  'A live map of a city’s geo-tagged posts, seconds after they are written. A dot is an exact position; a dashed outline is a place that posts name without one.':
    'Un mapa en vivo de las publicaciones de una ciudad, segundos después de escribirse. Un punto es una posición exacta; un contorno de rayas, un lugar que las publicaciones nombran sin posición.',
  'filter:': 'filtrar:',
  'pause and resume; nothing that arrives is lost': 'pausar y seguir; nada de lo que llega se pierde',
  'the list of posts': 'la lista de publicaciones',
  'the timeline: arrows move the time shown, with Shift its end': 'la línea de tiempo: las flechas mueven el tiempo mostrado, con Mayús su final',
  'draw a box to filter by; again: what the map shows': 'dibujar un recuadro para filtrar; otra vez: lo que muestra el mapa',
  'previous and next post': 'publicación anterior y siguiente',
  'move in the list and open a post': 'moverse por la lista y abrir una publicación',
  'close what is open': 'cerrar lo que está abierto',
  'this help': 'esta ayuda',
  Close: 'Cerrar',
};
