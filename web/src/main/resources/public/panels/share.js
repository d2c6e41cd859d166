import { words } from '../words.js';
import { download } from './download.js';
import { say } from './say.js';
import { Embed } from './embed.js';

/** How long it says that the link was copied. */
const SAID_MS = 3_000;

/** The page's link, to be copied: its address, which holds all the state there is. And what else can be made of it. */
export class Share {
  #dialog;
  #link;
  #said;
  #embed;
  #timer = 0;

  /** @param {HTMLDialogElement} dialog @param {HTMLButtonElement} button opens it */
  constructor(dialog, button) {
    this.#dialog = dialog;
    this.#link = dialog.querySelector('input');
    this.#said = dialog.querySelector('.said');
    button.addEventListener('click', () => this.#open());
    this.#embed = new Embed(dialog.querySelector('#embed'));
    for (const copy of dialog.querySelectorAll('.copy')) copy.addEventListener('click', () => this.#copy(copy.parentElement.firstElementChild));
    dialog.addEventListener('close', () => this.#embed.close());
    dialog.querySelector('.close').addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (e) => e.target === dialog && dialog.close());
  }

  #open() {
    this.#link.value = location.href;
    this.#dialog.querySelector('.download').href = download(location.search);
    this.#dialog.querySelector('#wall').href = wallScreen();
    this.#embed.update();
    say(this.#said, '');
    this.#dialog.showModal();
    this.#link.select();
  }

  /** @param {HTMLInputElement|HTMLTextAreaElement} field */
  async #copy(field) {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
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

function wallScreen() {
  const url = new URL(location.href);
  url.searchParams.set('kiosk', '');
  return url.href;
}
