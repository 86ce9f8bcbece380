/* An answer to what was searched for, above what was found: asked for once the page stands, so nothing waits for it. Without one,
   or without scripts, there is nothing to see.

   <asked-answer address="…/search/answer" words="How long may I send it back?"></asked-answer> */

class AskedAnswer extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", event => { event.preventDefault(); this.#ask(new FormData(event.target)); });
    const asked = new FormData();
    asked.set("q", this.getAttribute("words"));
    this.#ask(asked);
  }

  async #ask(said) {
    try {
      const answer = await fetch(this.getAttribute("address"), { method: "POST", body: new URLSearchParams(said) });
      if (answer.status === 200) this.innerHTML = await answer.text();
    } catch { /* the network is away: what was found is there */ }
  }
}

customElements.define("asked-answer", AskedAnswer);
