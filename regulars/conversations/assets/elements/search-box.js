/* What may come next in a search: operators and their values, below the field. Arrow keys choose, Tab or Enter takes, Esc closes;
   Enter with nothing chosen searches.

   <search-box address="/inbox/suggest">
     <label class="search"><input name="q" role="combobox" aria-controls="search-next"></label>
     <div class="menu" id="search-next" role="listbox" hidden></div>
   </search-box> */

const PAUSE = 100; // milliseconds between the last letter and the question

class SearchBox extends HTMLElement {
  #timer; #question;

  connectedCallback() {
    this.addEventListener("input", () => { clearTimeout(this.#timer); this.#letGo(); this.#timer = setTimeout(() => this.#ask(), PAUSE); });
    this.addEventListener("focusin", event => { if (event.target === this.input) this.#ask(); });
    this.addEventListener("focusout", event => { if (!this.contains(event.relatedTarget)) this.#close(); });
    this.addEventListener("keydown", this.#key);
    this.closest("form")?.addEventListener("submit", () => this.#close());
    this.list.addEventListener("pointerdown", event => { event.preventDefault(); this.#take(event.target.closest(".item")); });
  }

  get input() { return this.querySelector("input"); }
  get list() { return this.querySelector("[role=listbox]"); }
  get items() { return [...this.list.children]; }
  get chosen() { return this.list.querySelector("[aria-selected=true]"); }

  async #ask() {
    this.#question?.abort();
    const words = this.input.value.slice(0, this.input.selectionEnd);
    const question = this.#question = new AbortController();
    try {
      const answer = await fetch(`${this.getAttribute("address")}?q=${encodeURIComponent(words)}`, { signal: question.signal });
      if (answer.ok && !answer.redirected) this.#show((await answer.json()).suggestions, this.input.value.slice(words.length));
    } catch { /* typed on, or offline: nothing is suggested */ }
  }

  #show(suggestions, rest) {
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(...suggestions.map(({ text, label, says }, index) => {
      const item = Object.assign(document.createElement("div"), { className: "item", id: `search-next-${index}` });
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.append(Object.assign(document.createElement("code"), { textContent: label }), Object.assign(document.createElement("span"), { className: "end truncate", textContent: says }));
      item.take = text + rest;
      return item;
    }));
    this.list.hidden = !suggestions.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  #key = event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.list.hidden) this.#choose(step);
    else if ((event.key === "Enter" || event.key === "Tab") && this.chosen && !this.list.hidden) this.#take(this.chosen);
    else if (event.key === "Escape" && !this.list.hidden) this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #choose(step) {
    const items = this.items;
    const at = items.indexOf(this.chosen);
    const item = items[at < 0 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length];
    for (const each of items) each.setAttribute("aria-selected", String(each === item));
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  #take(item) {
    if (!item) return;
    this.input.value = item.take;
    this.input.focus();
    this.#close();
    this.#ask();
  }

  // Other words stand in the field now: what was chosen of the last suggestions is not meant any more.
  #letGo() {
    this.chosen?.setAttribute("aria-selected", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#letGo();
    clearTimeout(this.#timer);
    this.#question?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

customElements.define("search-box", SearchBox);
