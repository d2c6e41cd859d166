import { html } from 'lit-html';
import { shown } from './text.js';

/** A post's text. In a card its links are alive; in a row, which is one thing to click, they are only coloured. */
export function prose(post, { links }) {
  return shown(post).map(({ kind, text, href }) => {
    if (kind === 'text') return text;
    return links && href ? outward(href, text) : html`<span class="tag">${text}</span>`;
  });
}

/** A link that leaves the page, and tells the other side nothing. @param {string} href checked to be one of the web */
export function outward(href, content) {
  return html`<a href=${href} title=${href} target="_blank" rel="noopener noreferrer nofollow ugc">${content}</a>`;
}
