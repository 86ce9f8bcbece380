/* A search that answers while one types. Without it, the form leads to the page of results.
   Arrow keys walk through what was found, Enter opens it, Escape closes. What was looked for is told once typing has rested.

   <instant-search address="…/search/instant" asked="…/search/asked" found="%d found" nothing="Nothing found">
     <form role="search"><input type="search" name="q"></form>
     <div role="listbox" hidden></div><p role="status"></p>
   </instant-search> */

const PAUSE = 140, RESTED = 1500; // milliseconds

class InstantSearch extends HTMLElement {
  #asking = null;
  #waiting = [];
  #asked = "";
  #chosen = -1;

  connectedCallback() {
    const { input, list } = this;
    Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" }).forEach(([name, value]) => input.setAttribute(name, value));
    input.addEventListener("input", this.#typed);
    input.addEventListener("keydown", this.#key);
    input.addEventListener("focus", () => { if (list.children.length && input.value.trim()) this.#open(true); });
    list.addEventListener("pointerdown", event => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", event => { const link = event.target.closest("a"); if (link) this.#opened(link); });
    this.addEventListener("focusout", event => { if (!this.contains(event.relatedTarget)) this.#open(false); });
    document.querySelectorAll("[data-asked]").forEach(results => {
      this.#asked = results.dataset.asked;
      results.addEventListener("click", event => { const link = event.target.closest("a"); if (link) this.#opened(link); });
    });
  }

  get input() { return this.querySelector("input"); }
  get list() { return this.querySelector("[role=listbox]"); }
  get options() { return [...this.list.querySelectorAll("[role=option]")]; }

  #typed = () => {
    this.#waiting.forEach(clearTimeout);
    this.#asking?.abort();
    this.#asked = "";
    const words = this.input.value.trim();
    if (!words) return this.#show("");
    this.#waiting = [setTimeout(() => this.#ask(words), PAUSE), setTimeout(() => this.#rested(words), RESTED)];
  };

  async #ask(words) {
    this.#asking = new AbortController();
    try {
      const answer = await fetch(`${this.getAttribute("address")}?q=${encodeURIComponent(words)}`, { signal: this.#asking.signal });
      if (answer.ok) this.#show(await answer.text(), words);
    } catch { /* another letter was typed, or the network is away: the form still works */ }
  }

  #show(html, words = "") {
    this.list.innerHTML = html;
    this.#chosen = -1;
    this.input.removeAttribute("aria-activedescendant");
    const many = this.options.length;
    this.#open(many > 0);
    const status = this.querySelector("[role=status]");
    status.textContent = !words ? "" : many ? this.getAttribute("found").replace("%d", many) : this.getAttribute("nothing");
    status.classList.toggle("unseen", !words || many > 0);
  }

  #open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  #key = event => {
    const { options } = this;
    if (event.key === "Escape" && !this.list.hidden) { event.preventDefault(); this.#open(false); }
    else if (["ArrowDown", "ArrowUp"].includes(event.key) && options.length) {
      event.preventDefault();
      this.#open(true);
      this.#choose((this.#chosen + (event.key === "ArrowDown" ? 1 : this.#chosen < 0 ? 0 : -1) + options.length) % options.length);
    } else if (event.key === "Enter" && !this.list.hidden && this.#chosen >= 0) { event.preventDefault(); options[this.#chosen].click(); }
  };

  #choose(number) {
    this.#chosen = number;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    const option = this.options[number];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /* What was looked for, and what of it was opened: so that somebody can write what is missing. */
  #opened(link) {
    this.#tell({ words: this.input.value.trim(), asked: this.#asked, article: link.dataset.article });
  }

  async #rested(words) {
    const asked = await this.#tell({ words });
    if (words === this.input.value.trim()) this.#asked = asked;
  }

  async #tell(facts) {
    try {
      const answer = await fetch(this.getAttribute("asked"), { method: "POST", body: new URLSearchParams(facts), keepalive: true });
      return answer.ok ? answer.text() : "";
    } catch { return ""; }
  }
}

customElements.define("instant-search", InstantSearch);
