/* Keeps what is being written on the server, a moment after the last letter and when the page goes away. */

const PAUSE = 700; // milliseconds without a letter before the draft is kept

export class DraftKeeper {
  #address; #written; #told; #timer = null;

  /* `written` gives the form data to keep; `told` hears whether it was kept. */
  constructor(address, { written, told }) {
    this.#address = address;
    this.#written = written;
    this.#told = told;
  }

  later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), PAUSE);
  }

  forget() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  /* What is not kept yet, before the page goes. */
  rest() {
    if (this.#timer !== null) this.now({ keepalive: true });
  }

  async now({ keepalive = false } = {}) {
    this.forget();
    const body = this.#written();
    const isKept = await fetch(this.#address, { method: "POST", body, keepalive }).then(answer => answer.ok && !answer.redirected, () => false);
    this.#told(isKept);
  }
}
