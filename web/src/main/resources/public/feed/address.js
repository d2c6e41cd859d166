/** Where an area's feed is. @param {string|null} area @param {string|null} since the place to go on from, `epoch:seq` */
export function feedAddress(area, since = null) {
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  if (area !== null) url.searchParams.set('area', area);
  if (since !== null) url.searchParams.set('since', since);
  return url.href;
}
