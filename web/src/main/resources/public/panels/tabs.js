import { asked, onReturn, remember } from '../address.js';

/**
 * Tabs as the ARIA practices have them: the arrows move between them, and each shows its panel. All but the first stand in the
 * page's address, as `tab`.
 */
export class Tabs {
  #tabs;
  #onChange;

  /** @param {HTMLElement} root of role tablist, its tabs naming their panels by aria-controls @param {() => void} onChange */
  constructor(root, onChange) {
    this.#tabs = [...root.querySelectorAll('[role=tab]')];
    this.#onChange = onChange;
    for (const tab of this.#tabs) tab.addEventListener('click', () => this.show(tab.id));
    root.addEventListener('keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      const at = this.#tabs.indexOf(document.activeElement) + step;
      const tab = this.#tabs[(at + this.#tabs.length) % this.#tabs.length];
      tab.focus();
      tab.click();
    });
    onReturn(() => this.read());
  }

  /** Shows the tab that the address names, else the first. */
  read() {
    this.#show((this.#tabs.find(({ id }) => id === `tab-${asked('tab')}`) ?? this.#tabs[0]).id);
  }

  show(id) {
    this.#show(id);
    remember({ tab: id === this.#tabs[0].id ? null : id.replace('tab-', '') });
  }

  #show(id) {
    for (const tab of this.#tabs) {
      const shown = tab.id === id;
      tab.setAttribute('aria-selected', String(shown));
      tab.tabIndex = shown ? 0 : -1;
      document.getElementById(tab.getAttribute('aria-controls')).hidden = !shown;
    }
    this.#onChange();
  }
}
