/* Counts down the seconds in which an answer can still be taken back.

   <leaves-in seconds="8" data-says="Sending in %s s" data-now="Sending…">Sending in 8 s</leaves-in><button class="link">Undo</button> */

class LeavesIn extends HTMLElement {
  #timer; #until;

  connectedCallback() {
    this.#until ??= performance.now() + Number(this.getAttribute("seconds")) * 1000;
    this.#timer = setInterval(() => this.#say(), 250);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #say() {
    const left = Math.ceil((this.#until - performance.now()) / 1000);
    const said = left > 0 ? this.dataset.says.replace("%s", left) : this.dataset.now;
    if (this.textContent !== said) this.textContent = said;
    if (left > 0) return;
    clearInterval(this.#timer);
    if (this.nextElementSibling) this.nextElementSibling.hidden = true;
  }
}

customElements.define("leaves-in", LeavesIn);
