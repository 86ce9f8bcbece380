/* Finds anything: Ctrl K or ⌘ K. Asks the server for people and conversations, and adds what can be done on this page:
   every element with data-key, and the links in the template.

   <command-palette address="/palette" todo="Things to do" nothing="Nothing found.">
     <dialog class="dialog palette" aria-label="Find anything">
       <label class="ask"><input role="combobox" aria-controls="found" aria-expanded="true"></label>
       <div class="found" id="found" role="listbox"></div>
     </dialog>
     <template><a class="item" role="option" href="/settings"><span class="what">Settings</span></a></template>
   </command-palette>

   A button with data-open-palette opens it too. An element with data-finds names another address to ask while it is on the page;
   an item found there with data-post is posted instead of opened, after data-confirm has been asked. */

const PAUSE = 120; // milliseconds between the last letter and the question

class CommandPalette extends HTMLElement {
  #timer; #question;
  #isAnswered = false; // what is shown answers the words that stand in the field
  #entered = null; // Enter came before the answer

  connectedCallback() {
    document.addEventListener("keydown", this.#shortcut);
    document.addEventListener("click", this.#opener);
    this.addEventListener("input", () => { this.#forget(); this.#timer = setTimeout(() => this.#ask(), PAUSE); });
    this.addEventListener("keydown", this.#key);
    this.addEventListener("click", this.#click);
    this.addEventListener("pointermove", event => this.#choose(event.target.closest(".item")));
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#shortcut);
    document.removeEventListener("click", this.#opener);
  }

  get dialog() { return this.querySelector("dialog"); }
  get input() { return this.querySelector("input"); }
  get found() { return this.querySelector(".found"); }
  get items() { return [...this.found.querySelectorAll(".item")]; }

  open() {
    this.dialog.showModal();
    this.input.select();
    this.#forget();
    this.#ask();
  }

  #shortcut = event => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (this.dialog.open) this.dialog.close();
    else this.open();
  };

  #opener = event => {
    if (event.target.closest("[data-open-palette]")) this.open();
  };

  // Other words stand in the field now: no earlier answer counts.
  #forget() {
    clearTimeout(this.#timer);
    this.#question?.abort();
    this.#isAnswered = false;
    this.#entered = null;
  }

  async #ask() {
    const words = this.input.value.trim();
    const question = this.#question = new AbortController();
    const others = [...document.querySelectorAll("[data-finds]")].map(element => element.dataset.finds);
    const answers = await Promise.all([this.getAttribute("address"), ...others].map(address => this.#answer(address, words, question.signal)));
    if (!question.signal.aborted) this.#show(answers.join(""), words.toLowerCase());
  }

  async #answer(address, words, signal) {
    try {
      const response = await fetch(`${address}?q=${encodeURIComponent(words)}`, { signal });
      return response.ok && !response.redirected ? await response.text() : "";
    } catch {
      return "";
    }
  }

  #show(answer, words) {
    this.found.innerHTML = answer;
    const things = this.#thingsToDo().filter(item => words.split(/\s+/).every(word => item.textContent.toLowerCase().includes(word)));
    if (things.length) this.found.append(Object.assign(document.createElement("p"), { className: "title", textContent: this.getAttribute("todo") }), ...things);
    if (!this.items.length) this.found.append(Object.assign(document.createElement("p"), { className: "nothing", textContent: this.getAttribute("nothing") }));
    this.items.forEach((item, index) => { item.id = `found-${index}`; item.tabIndex = -1; });
    this.#choose(this.items[0]);
    this.#isAnswered = true;
    if (this.#entered && this.items[0]) this.#run(this.items[0], this.#entered.inNewTab);
    this.#entered = null;
  }

  #thingsToDo() {
    const page = customElements.get("key-map")?.pressable.map(element => this.#itemFor(element)) ?? [];
    return [...page, ...this.querySelector("template").content.cloneNode(true).querySelectorAll(".item")];
  }

  #itemFor(element) {
    const item = Object.assign(document.createElement("div"), { className: "item" });
    item.setAttribute("role", "option");
    const icon = element.querySelector(".icon")?.cloneNode(true) ?? document.createElement("span");
    const what = Object.assign(document.createElement("span"), { className: "what", textContent: customElements.get("key-map").labelOf(element) });
    const end = Object.assign(document.createElement("span"), { className: "end" });
    end.append(Object.assign(document.createElement("kbd"), { className: "key", textContent: element.dataset.key.toUpperCase() }));
    item.append(icon, what, end);
    item.press = () => customElements.get("key-map").press(element);
    return item;
  }

  #choose(item) {
    if (!item) return;
    for (const each of this.items) each.setAttribute("aria-selected", String(each === item));
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  #key = event => {
    const items = this.items;
    const at = items.findIndex(item => item.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) this.#choose(items[(at + step + items.length) % items.length]);
    else if (event.key === "Enter" && !this.#isAnswered) this.#entered = { inNewTab: event.ctrlKey || event.metaKey };
    else if (event.key === "Enter" && items[at]) this.#run(items[at], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  };

  #click = event => {
    const item = event.target.closest(".item");
    if (event.target === this.dialog) this.dialog.close();
    else if (item?.press || item?.dataset.post !== undefined) { event.preventDefault(); this.#run(item, false); }
  };

  #run(item, inNewTab) {
    this.dialog.close();
    if (item.press) item.press();
    else if (item.dataset.post !== undefined) { if (!item.dataset.confirm || confirm(item.dataset.confirm)) htmx.ajax("POST", item.href, { source: this, swap: "none" }); }
    else if (inNewTab) open(item.href, "_blank", "noopener");
    else location.assign(item.href);
  }
}

customElements.define("command-palette", CommandPalette);
