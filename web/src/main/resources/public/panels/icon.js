import { html } from 'lit-html';

const ICONS = new URL('../icons.svg', import.meta.url).pathname;

/** A symbol of icons.svg; decoration only, so what it stands on carries the words. */
export const icon = (name) => html`<svg class="icon" aria-hidden="true"><use href=${`${ICONS}#${name}`}></use></svg>`;
