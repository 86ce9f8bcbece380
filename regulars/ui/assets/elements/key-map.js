/* Keys: an element declares its own by data-key, and is pressed (or focused, when it is a field) by it: one letter ("e"; "E" is
   with Shift), or two after each other ("g m"). They never fire while somebody types. "?" shows all keys of the page, each in
   its group: the data-keys, or the name, of the part of the page that it stands in. A key that is held presses once, but where the
   element has data-repeats. With `off`, letters do nothing.

   <button data-key="e" aria-label="Resolve">…</button>
   <key-map shift="Shift"><dialog class="dialog">… <div class="keys-list"></div> …</dialog></key-map> */

import { letterOf } from "./letters.js";

const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]:not([contenteditable=false])";
const PATIENCE = 1500; // milliseconds for the second key

class KeyMap extends HTMLElement {
  #first = "";
  #timer;

  connectedCallback() {
    document.addEventListener("keydown", this.#key);
    this.addEventListener("click", event => { if (event.target.closest("[data-close]") || event.target === this.dialog) this.dialog.close(); });
    document.addEventListener("click", this.#opener);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key);
    document.removeEventListener("click", this.#opener);
  }

  get dialog() { return this.querySelector("dialog"); }

  /* The elements that can be pressed now, in the order of the page; behind them, where the palette's own keys lead. */
  static get pressable() {
    const shown = [...document.querySelectorAll("[data-key]")].filter(element => !element.disabled && !element.closest("[hidden], template, dialog:not([open])"));
    const taken = new Set(shown.map(element => element.dataset.key));
    const always = document.querySelector("command-palette template")?.content.querySelectorAll("[data-key]") ?? [];
    return [...shown, ...[...always].filter(element => !taken.has(element.dataset.key))];
  }

  static press(element) {
    if (element.matches(TYPING)) element.focus();
    else if (element.isConnected) element.click();
    else location.assign(element.getAttribute("href")); // kept in a template
  }

  static labelOf(element) {
    return element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim();
  }

  /* "e" as E, "E" as Shift E, "g m" as G then M. */
  static capsOf(element) {
    const caps = element.dataset.key.split(" ").map(key => key !== key.toLowerCase() ? `${document.querySelector("key-map").getAttribute("shift")} ${key}` : key.toUpperCase());
    const shown = document.createElement("span");
    shown.className = "caps";
    shown.append(...caps.map(cap => Object.assign(document.createElement("kbd"), { className: "key", textContent: cap })));
    return shown;
  }

  #opener = event => {
    if (event.target.closest("[data-show-keys]")) this.show();
  };

  #key = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
    if (event.key === "Shift") return;
    if (this.hasAttribute("off")) return;
    const key = this.#first + letterOf(event);
    this.#forget();
    if (key === "?") return this.show(event);
    const element = KeyMap.pressable.find(element => element.dataset.key === key);
    const isBegun = !element && KeyMap.pressable.some(element => element.dataset.key.startsWith(`${key} `));
    if (isBegun) { this.#first = `${key} `; this.#timer = setTimeout(() => this.#forget(), PATIENCE); }
    if (!element) return;
    event.preventDefault();
    if (!event.repeat || "repeats" in element.dataset) KeyMap.press(element);
  };

  #forget() {
    clearTimeout(this.#timer);
    this.#first = "";
  }

  show(event) {
    event?.preventDefault();
    const list = this.querySelector(".keys-list");
    const groups = new Map([[this.getAttribute("always"), [...list.querySelectorAll("[data-fixed]")]]]);
    for (const element of KeyMap.pressable) {
      const name = this.#groupOf(element);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(this.#line(element));
    }
    list.replaceChildren(...[...groups].map(([name, lines]) => {
      const group = document.createElement("section");
      group.append(Object.assign(document.createElement("h3"), { textContent: name }), ...lines);
      return group;
    }));
    this.dialog.showModal();
    this.dialog.scrollTop = 0; // the focus is on Close, at its end
  }

  #groupOf(element) {
    const part = element.closest("[data-keys]");
    return part?.dataset.keys ?? element.closest("section, nav, main, aside")?.getAttribute("aria-label") ?? this.getAttribute("here");
  }

  #line(element) {
    const line = document.createElement("div");
    line.append(KeyMap.labelOf(element), KeyMap.capsOf(element));
    return line;
  }
}

customElements.define("key-map", KeyMap);
