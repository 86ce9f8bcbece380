/* Single-letter keys: an element declares its own by data-key, and is pressed (or focused, when it is a field) by it.
   They never fire while somebody types. "?" shows all keys of the page. With `off`, single letters do nothing.

   <button data-key="e" aria-label="Resolve">…</button>
   <key-map><dialog class="dialog">… <div class="keys-list"></div> …</dialog></key-map> */

const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]:not([contenteditable=false])";

class KeyMap extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#key);
    this.addEventListener("click", event => { if (event.target.closest("[data-close]") || event.target === this.dialog) this.dialog.close(); });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key);
  }

  get dialog() { return this.querySelector("dialog"); }

  /* The elements that can be pressed now, in the order of the page. */
  static get pressable() {
    return [...document.querySelectorAll("[data-key]")].filter(element => !element.disabled && !element.closest("[hidden], template, dialog:not([open])"));
  }

  static press(element) {
    if (element.matches(TYPING)) element.focus();
    else element.click();
  }

  static labelOf(element) {
    return element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim();
  }

  #key = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
    if (this.hasAttribute("off")) return;
    if (event.key === "?") return this.show(event);
    const element = KeyMap.pressable.find(element => element.dataset.key === event.key);
    if (!element) return;
    event.preventDefault();
    KeyMap.press(element);
  };

  show(event) {
    event?.preventDefault();
    const list = this.querySelector(".keys-list");
    list.replaceChildren(...[...list.querySelectorAll("[data-fixed]")], ...KeyMap.pressable.map(element => this.#line(element)));
    this.dialog.showModal();
  }

  #line(element) {
    const line = document.createElement("div");
    const key = Object.assign(document.createElement("kbd"), { className: "key", textContent: element.dataset.key.toUpperCase() });
    line.append(KeyMap.labelOf(element), key);
    return line;
  }
}

customElements.define("key-map", KeyMap);
