/**
 * Where this browser is in the feed: the epoch, and the number of the latest event it took. A reconnect sends it as
 * `since`, so that the server continues right after it.
 */
export class Cursor {
  #epoch = null;
  #seq = null;
  #target = null;

  /** `epoch:seq`, or null before the first hello. */
  get since() {
    return this.#epoch === null || this.#seq === null ? null : `${this.#epoch}:${this.#seq}`;
  }

  /** A hello begins a message that ends at its `epoch:seq`; unless it resumes, whatever was before is void. */
  begin({ epoch, seq, resumed }) {
    if (typeof epoch !== 'string' || !Number.isSafeInteger(seq)) return;
    if (!resumed || epoch !== this.#epoch) this.#seq = null;
    this.#epoch = epoch;
    this.#target = seq;
  }

  /** Whether an event is new here. One without a number came through the open door and always is. */
  take({ epoch, seq }) {
    if (epoch !== this.#epoch || !Number.isSafeInteger(seq)) return true;
    if (this.#seq !== null && seq <= this.#seq) return false;
    this.#seq = seq;
    return true;
  }

  /** The message that a hello began has been taken whole. */
  settle() {
    if (this.#target === null) return;
    this.#seq = Math.max(this.#seq ?? this.#target, this.#target);
    this.#target = null;
  }

  reset() {
    this.#epoch = this.#seq = this.#target = null;
  }
}
