/* Keeps what is being written on the server: a moment after the last letter, when the page goes away, and again after a
   failure. Each version names the one before it, so that a tab with an older draft never writes over a newer one. */

import { token } from "./sending.js";

const PAUSE = 700; // milliseconds without a letter before the draft is kept
const AGAIN = 4000; // milliseconds until another try

export class DraftKeeper {
  #address; #written; #told; #other;
  #timer = null;
  #last = Promise.resolve();
  #ended = 0;

  /* `written` gives the form data to keep; `told` hears whether it was kept; `other` hears of a newer draft from elsewhere. */
  constructor(address, { written, told, other, versions }) {
    this.#address = address;
    this.#written = written;
    this.#told = told;
    this.#other = other;
    this.versions = versions;
  }

  get isWaiting() { return this.#timer !== null; }

  later(pause = PAUSE) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), pause);
  }

  forget() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  /* The message is sent and its draft with it: what is still on its way here is of no interest any more. */
  end(kind) {
    this.forget();
    this.#ended++;
    this.versions[kind] = "";
  }

  /* What is not kept yet, before the page goes. It is the newest there is, so it needs no version. */
  rest() {
    if (this.isWaiting) fetch(this.#address, { method: "POST", body: this.#written(), keepalive: true }).catch(() => {});
    this.forget();
  }

  /* One after the other; resolves when all of it is done. */
  now() {
    this.forget();
    const body = this.#written();
    return (this.#last = this.#last.then(() => this.#keep(body)));
  }

  get settled() { return this.#last; }

  /* Whether another tab or device has written on. */
  async look(kind) {
    const answer = await fetch(`${this.#address}?kind=${kind}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected || this.isWaiting) return;
    const kept = await answer.json();
    if (kept.version !== this.versions[kind]) this.#other(kind, kept);
  }

  async #keep(body) {
    const kind = body.get("kind");
    const ended = this.#ended;
    body.set("version", this.versions[kind]);
    body.set("csrfmiddlewaretoken", token(body.get("csrfmiddlewaretoken")));
    const answer = await fetch(this.#address, { method: "POST", body }).catch(() => null);
    if (ended !== this.#ended) return;
    if (answer?.status === 409) return this.#other(kind, await answer.json());
    const isKept = Boolean(answer?.ok && !answer.redirected);
    if (isKept) this.versions[kind] = (await answer.json()).version;
    else if (!this.isWaiting) this.later(AGAIN);
    this.#told(isKept);
  }
}
