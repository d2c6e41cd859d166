import { asked } from './address.js';
import * as en from './i18n/en.js';
import * as es from './i18n/es.js';

/** To add a language, add its file and name it here. */
const LANGUAGES = { en, es };

/** The first language there is of those that the reader prefers; `?lang=` says it for a link or a wall screen. */
export function choose(preferred) {
  const codes = preferred.map((locale) => String(locale).split('-')[0].toLowerCase());
  return LANGUAGES[codes.find((code) => Object.hasOwn(LANGUAGES, code)) ?? 'en'];
}

const chosen = choose([asked('lang') ?? '', ...(globalThis.navigator?.languages ?? [])]);

/** Every word that the page says, and how it writes numbers and times. */
export const { words } = chosen;

/** What stands in index.html, in English, and what it is called in the chosen language. */
export const { page } = chosen;
