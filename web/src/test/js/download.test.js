import assert from 'node:assert/strict';
import test from 'node:test';
import { download } from '../../main/resources/public/panels/download.js';

test('an export is asked for what the page shows, and not for how it shows it', () => {
  assert.equal(download(''), '/export?format=geojson');
  const query = new URL(download('?area=chicago&q=cubs+-%23spam&box=-87.7,41.8,-87.6,41.9&at=14/41.8/-87.6&theme=dark'
    + '&when=2026-11-21T09:00:00Z/2026-11-21T10:00:00Z'), 'https://civiz.example').searchParams;
  assert.deepEqual(Object.fromEntries(query), { format: 'geojson', area: 'chicago', filter: 'cubs -#spam', box: '-87.7,41.8,-87.6,41.9',
    from: '2026-11-21T09:00:00Z', to: '2026-11-21T10:00:00Z' });
});

test('half a window of time is none, as on the page', () => {
  assert.equal(download('?when=2026-11-21T09:00:00Z'), '/export?format=geojson');
});
