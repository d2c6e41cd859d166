const ATTRIBUTES = ['aria-label', 'title', 'placeholder'];

/**
 * Translates what stands in the document itself, by its English words, and says which language it is in.
 *
 * @param {string} language @param {Record<string, string>} page by the English words
 */
export function translate(document, language, page) {
  document.documentElement.lang = language;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const said = page[node.data.trim()];
    if (said !== undefined) node.data = node.data.replace(node.data.trim(), said);
  }
  for (const name of ATTRIBUTES) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const said = page[element.getAttribute(name)];
      if (said !== undefined) element.setAttribute(name, said);
    }
  }
}
