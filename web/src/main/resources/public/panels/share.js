import { words } from '../words.js';
import { download } from './download.js';
import { say } from './element.js';

/** How long it says that the link was copied. */
const SAID_MS = 3_000;

/** The page's link, to be copied. It is the address, which holds all the state there is. */
export class Share {
  #dialog;
  #link;
  #said;
  #timer = 0;

  /** @param {HTMLDialogElement} dialog @param {HTMLButtonElement} button opens it */
  constructor(dialog, button) {
    this.#dialog = dialog;
    this.#link = dialog.querySelector('input');
    this.#said = dialog.querySelector('.said');
    button.addEventListener('click', () => this.#open());
    dialog.querySelector('.copy').addEventListener('click', () => this.#copy());
    dialog.querySelector('.close').addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (e) => e.target === dialog && dialog.close());
  }

  #open() {
    this.#link.value = location.href;
    this.#dialog.querySelector('.download').href = download(location.search);
    say(this.#said, '');
    this.#dialog.showModal();
    this.#link.select();
  }

  async #copy() {
    this.#link.select();
    try {
      await navigator.clipboard.writeText(this.#link.value);
      this.#say(words.copied);
    } catch {
      // Not over plain HTTP, or not allowed: it is selected, so the keyboard can.
      this.#say(words.copyByHand);
    }
  }

  #say(text) {
    clearTimeout(this.#timer);
    say(this.#said, text);
    this.#timer = setTimeout(() => say(this.#said, ''), SAID_MS);
  }
}
