import { render } from 'lit-html';
import { words } from '../words.js';
import { icon } from './icon.js';

const KEY = 'civiz-theme';
const THEMES = ['system', 'light', 'dark'];
const ICONS = { system: icon('sun-moon'), light: icon('sun'), dark: icon('moon') };

/**
 * The switch between the system's theme, light and dark, remembered in this browser. look.js sets the remembered one
 * before anything is painted.
 */
export class ThemeSwitch {
  #button;
  #onChange;

  /** @param {() => void} onChange told when colours have changed, also by the system */
  constructor(button, onChange) {
    this.#button = button;
    this.#onChange = onChange;
    button.addEventListener('click', () => this.#set(THEMES[(THEMES.indexOf(this.#theme) + 1) % THEMES.length]));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange);
    this.#label();
  }

  get #theme() {
    return document.documentElement.dataset.theme ?? 'system';
  }

  #set(theme) {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Without storage, as in some private windows, the choice holds until the page is closed.
    }
    this.#label();
    this.#onChange();
  }

  #label() {
    const name = words.theme[this.#theme];
    render(ICONS[this.#theme], this.#button);
    this.#button.setAttribute('aria-label', name);
    this.#button.title = name;
  }
}
