/* Finds anything and does anything: Ctrl K or ⌘ K. Asks the server for people and conversations, and adds what can be done: every
   element of this page with data-key, the commands the server knows (asked for once), and what elements with data-finds find.

   <command-palette address="/palette" commands="/palette/commands" todo="Things to do" lately="Lately" nothing="Nothing found." count="%d found">
     <dialog class="dialog palette" aria-label="Find anything">
       <label class="ask"><input role="combobox" aria-controls="found" aria-expanded="true"></label>
       <div class="found" id="found" role="listbox"></div>
       <p class="unseen" role="status"></p>
     </dialog>
     <template><a class="item" role="option" href="/inbox?view=mine" data-key="g m"><span class="what">Mine</span></a></template>
   </command-palette>

   A button with data-open-palette opens it too. An item with data-post is posted (with its data-values) instead of opened, after
   data-confirm has been asked. What was done lately stands first, and again when nothing is asked. */

import { fitness } from "./fitness.js";
import { lately, remember } from "./lately.js";
import { letterOf } from "./letters.js";
import { nameOf, thingsToDo } from "./things-to-do.js";

const PAUSE = 120; // milliseconds between the last letter and the question
const SHOWN = 12;

class CommandPalette extends HTMLElement {
  #timer; #question; #commands;
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
    if (letterOf(event).toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (event.repeat) return;
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
    const ask = address => this.#answer(`${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(words)}`, question.signal);
    const others = [...document.querySelectorAll("[data-finds]")].map(element => element.dataset.finds);
    this.#commands ??= this.#answer(this.getAttribute("commands"));
    const [commands, ...answers] = await Promise.all([this.#commands, ...[this.getAttribute("address"), ...others].map(ask)]);
    if (!question.signal.aborted) this.#show(answers.join(""), commands, words.toLowerCase());
  }

  async #answer(address, signal) {
    try {
      const response = await fetch(address, { signal });
      return response.ok && !response.redirected ? await response.text() : "";
    } catch {
      return "";
    }
  }

  #show(answer, commands, words) {
    const before = lately();
    const things = thingsToDo(this.querySelector("template"), commands).map(item => {
      const at = before.indexOf(nameOf(item));
      const fit = words ? fitness(nameOf(item), words) : 1;
      return { item, at, fit: fit && at >= 0 ? fit + 0.2 / (at + 1) : fit };
    }).filter(({ fit }) => fit > 0).sort((one, other) => other.fit - one.fit);
    const done = words ? [] : things.filter(({ at }) => at >= 0).slice(0, 4);
    const rest = things.filter(thing => !done.includes(thing)).slice(0, words ? SHOWN : undefined);
    const isCommand = words && rest.some(({ fit }) => fit >= 0.9); // named so well that it is meant
    this.found.innerHTML = answer;
    const groups = [this.#group("lately", done), this.#group("todo", rest)].filter(Boolean);
    if (isCommand || done.length) this.found.prepend(groups.shift());
    this.found.append(...groups);
    if (!this.items.length) this.found.append(this.#title("nothing", this.getAttribute("nothing")));
    this.items.forEach((item, index) => { item.id = `found-${index}`; item.tabIndex = -1; });
    this.querySelector("[role=status]").textContent = this.getAttribute("count").replace("%d", this.items.length);
    this.#choose(this.items[0]);
    this.#isAnswered = true;
    if (this.#entered && this.items[0]) this.#run(this.items[0], this.#entered.inNewTab);
    this.#entered = null;
  }

  #group(name, things) {
    if (!things.length) return null;
    const group = Object.assign(document.createElement("div"), { ariaLabel: this.getAttribute(name) });
    group.setAttribute("role", "group");
    group.dataset.todo = "";
    group.append(this.#title("title", this.getAttribute(name)), ...things.map(({ item }) => item));
    return group;
  }

  #title(className, textContent) {
    const title = Object.assign(document.createElement("p"), { className, textContent });
    title.setAttribute("role", "presentation");
    return title;
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
    else if (item) this.#remember(item);
  };

  #run(item, inNewTab) {
    this.#remember(item);
    this.dialog.close();
    if (item.press) item.press();
    else if (item.dataset.post !== undefined) { if (!item.dataset.confirm || confirm(item.dataset.confirm)) htmx.ajax("POST", item.href, { source: this, swap: "none", values: JSON.parse(item.dataset.values ?? "{}") }); }
    else if (inNewTab) open(item.href, "_blank", "noopener");
    else location.assign(item.href);
  }

  // What is found is found again by its name; only what can be done is remembered.
  #remember(item) {
    if (item.closest("[data-todo]")) remember(nameOf(item));
  }
}

customElements.define("command-palette", CommandPalette);
