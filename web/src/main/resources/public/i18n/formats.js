/** What an object itself has under a name from the world, which may be `constructor` or `__proto__`; else undefined. */
export function own(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/**
 * How numbers and times are written in a language: as the browser's own locale has it where that is of this language,
 * so that a reader in London gets 24 hours and one in Chicago 12.
 */
export function formats(language) {
  const own = (globalThis.navigator?.languages ?? []).find((locale) => locale.split('-')[0] === language);
  const locale = own ?? language;
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact' });
  const rough = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  const dollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
  const clockTime = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  const dayTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const languages = new Intl.DisplayNames([language], { type: 'language' });
  return {
    number: (n) => number.format(n),
    percent: (share) => percent.format(share),
    brief: (n) => (n < 10_000 ? number : compact).format(n),
    rough: (n) => rough.format(n),
    dollars: (amount) => dollars.format(amount),
    time: (moment) => clockTime.format(moment),
    date: (moment) => dayTime.format(moment),
    range: (from, to) => dayTime.formatRange(from, to),
    languageName(code) {
      try {
        return languages.of(code) ?? code;
      } catch {
        return code;
      }
    },
  };
}
