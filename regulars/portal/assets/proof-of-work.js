// <proof-of-work challenge="…" bits="15"><input type="hidden" name="challenge"><input type="hidden" name="answer"></proof-of-work>
// Does the sum that the server asks for, from when somebody begins to write: it is done before they are. Where the browser
// cannot (no script, no secure address), the form is sent without it, and the server takes few of those.
customElements.define("proof-of-work", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("input", () => this.begin(), { once: true });
    this.form.addEventListener("submit", (event) => this.hold(event));
    addEventListener("pageshow", () => this.release());
  }

  // Who comes back by the browser's own button finds a form that can be sent.
  release() {
    this.isSent = false;
    this.form.querySelector("button.primary")?.removeAttribute("aria-busy");
  }

  begin() {
    this.working ??= this.work();
    return this.working;
  }

  hold(event) {
    if (this.isSent) return event.preventDefault();
    this.isSent = this.isDone || !crypto.subtle;
    if (this.isSent) return;
    event.preventDefault();
    this.form.querySelector("button.primary")?.setAttribute("aria-busy", "true");
    this.begin().finally(() => { this.isDone = true; this.form.requestSubmit(); });
  }

  async work() {
    if (!crypto.subtle) return;
    const challenge = this.getAttribute("challenge"), bits = Number(this.getAttribute("bits"));
    const encoder = new TextEncoder();
    for (let answer = 0; ; answer += 256) {
      const some = Array.from({ length: 256 }, (_, each) => crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}:${answer + each}`)));
      const found = (await Promise.all(some)).findIndex((digest) => new DataView(digest).getUint32(0) >>> (32 - bits) === 0);
      if (found < 0) continue;
      this.querySelector("[name=challenge]").value = challenge;
      this.querySelector("[name=answer]").value = String(answer + found);
      this.isDone = true;
      return;
    }
  }
});
