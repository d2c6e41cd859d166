/** What an object itself has under a name from the world, which may be `constructor` or `__proto__`; else undefined. */
export function own(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Makes something when it is needed first: each format costs milliseconds, and a page begins with few of them. */
function once(make) {
  let made = null;
  return () => (made ??= make());
}

/**
 * How numbers and times are written in a language: as the browser's own locale has it where that is of this language,
 * so that a reader in London gets 24 hours and one in Chicago 12.
 */
export function formats(language) {
  const own = (globalThis.navigator?.languages ?? []).find((locale) => locale.split('-')[0] === language);
  const locale = own ?? language;
  const numbers = (options) => once(() => new Intl.NumberFormat(locale, options));
  const times = (options) => once(() => new Intl.DateTimeFormat(locale, options));
  const number = numbers();
  const percent = numbers({ style: 'percent' });
  const compact = numbers({ notation: 'compact' });
  const rough = numbers({ maximumSignificantDigits: 2 });
  const dollars = numbers({ style: 'currency', currency: 'USD' });
  const clockTime = times({ hour: 'numeric', minute: '2-digit' });
  const dayTime = times({ dateStyle: 'medium', timeStyle: 'short' });
  const languages = once(() => new Intl.DisplayNames([language], { type: 'language' }));
  return {
    number: (n) => number().format(n),
    percent: (share) => percent().format(share),
    brief: (n) => (n < 10_000 ? number() : compact()).format(n),
    rough: (n) => rough().format(n),
    dollars: (amount) => dollars().format(amount),
    time: (moment) => clockTime().format(moment),
    date: (moment) => dayTime().format(moment),
    range: (from, to) => dayTime().formatRange(from, to),
    languageName(code) {
      try {
        return languages().of(code) ?? code;
      } catch {
        return code;
      }
    },
  };
}
