/* A list that opens at the cursor while somebody types: names after "@", snippets after "/", both snippets and emoji after ":".
   Arrow keys choose, Enter or Tab takes, Escape closes it until another word begins.

   new CaretMenu(surface, [{pattern: /(?:^|\s)@(\w*)$/, find: async words => [{mark, name, says, content}], isOn: () => true}], {label}) */

const PAUSE = 120; // milliseconds without a letter before it is asked
let count = 0;

export class CaretMenu {
  #surface; #sources; #list; #timer;
  #items = [];
  #chosen = 0;
  #asked = "";
  #refused = null; // the word that Escape was pressed on

  constructor(surface, sources, { label }) {
    this.#surface = surface;
    this.#sources = sources;
    this.#list = Object.assign(document.createElement("div"), { className: "menu caret-menu", id: `caret-menu-${++count}`, hidden: true });
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", label);
    surface.element.after(this.#list);
    surface.element.addEventListener("keydown", this.#key, { capture: true }); // before the editor
    surface.element.addEventListener("focusout", () => setTimeout(() => this.#left(), 150)); // a click in the list comes first
    this.#list.addEventListener("mousedown", event => event.preventDefault());
    this.#list.addEventListener("click", event => this.#take([...this.#list.children].indexOf(event.target.closest("[role=option]"))));
  }

  get isOpen() { return !this.#list.hidden; }

  /* The cursor has moved, or a letter was typed. */
  look() {
    const before = this.#surface.before;
    const [source, found] = (before && this.#sourceOf(before.text)) ?? [];
    const word = found?.[0].replace(/^[\s(]+/, "");
    if (!source || word === this.#refused) { if (!source) this.#refused = null; return this.close(); }
    this.#refused = null;
    if (word === this.#asked && this.isOpen) return;
    this.#asked = word;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(source, found[1], word), PAUSE);
  }

  close() {
    clearTimeout(this.#timer);
    this.#asked = "";
    this.#list.hidden = true;
    this.#tell(null);
  }

  // Whoever is back by now, and writes, has not left.
  #left() {
    if (!this.#surface.element.contains(document.activeElement)) this.close();
  }

  #sourceOf(text) {
    for (const source of this.#sources) {
      const found = source.isOn() && source.pattern.exec(text);
      if (found) return [source, found];
    }
  }

  async #ask(source, words, word) {
    const items = await source.find(words).catch(() => []);
    if (word !== this.#asked) return; // somebody typed on
    this.#items = items.map(item => ({ ...item, length: word.length }));
    if (!items.length) return this.close();
    this.#list.replaceChildren(...this.#items.map((item, number) => this.#option(item, number)));
    this.#list.hidden = false;
    this.#place();
    this.#choose(0);
  }

  #option({ mark, name, says }, number) {
    const option = Object.assign(document.createElement("div"), { className: "item", id: `${this.#list.id}-${number}` });
    option.setAttribute("role", "option");
    if (mark) option.append(Object.assign(document.createElement("span"), { className: "mark", textContent: mark }));
    option.append(Object.assign(document.createElement("b"), { textContent: name }));
    if (says) option.append(Object.assign(document.createElement("small"), { className: "truncate", textContent: says }));
    return option;
  }

  // Above the line where there is more room: the composer stands at the foot of the page.
  #place() {
    const { left, top, bottom } = this.#surface.before?.place ?? { left: 0, top: 0, bottom: 0 };
    const { offsetWidth, offsetHeight, style } = this.#list;
    style.left = `${Math.max(8, Math.min(left - 12, innerWidth - offsetWidth - 8))}px`;
    style.top = `${top > offsetHeight + 12 ? top - offsetHeight - 6 : bottom + 6}px`;
  }

  #choose(number) {
    this.#chosen = (number + this.#items.length) % this.#items.length;
    [...this.#list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#chosen)));
    this.#list.children[this.#chosen].scrollIntoView({ block: "nearest" });
    this.#tell(this.#list.children[this.#chosen]);
  }

  #tell(option) {
    const box = this.#surface.box;
    if (!box) return;
    if (!option) return ["aria-controls", "aria-activedescendant"].forEach(name => box.removeAttribute(name));
    box.setAttribute("aria-controls", this.#list.id);
    box.setAttribute("aria-activedescendant", option.id);
  }

  #key = event => {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const acts = {
      ArrowDown: () => this.#choose(this.#chosen + 1), ArrowUp: () => this.#choose(this.#chosen - 1), Enter: () => this.#take(this.#chosen),
      Tab: () => this.#take(this.#chosen), Escape: () => { this.#refused = this.#asked; this.close(); },
    };
    if (!acts[event.key] || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  };

  async #take(number) {
    const item = this.#items[number];
    const at = this.#surface.before?.at;
    this.close();
    if (!item || at === undefined) return;
    const content = await item.content();
    if (content) this.#surface.put(content, at - item.length, at);
  }
}
