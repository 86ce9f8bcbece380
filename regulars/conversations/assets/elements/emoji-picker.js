/* Every emoji, found by its name, under a button. Fetched when it is first opened; the arrow keys walk through the rows.

   <drop-menu class="broad"><button aria-haspopup="menu">…</button>
     <div class="menu" role="menu" hidden><emoji-picker label="Find an emoji" nothing="None of that name."></emoji-picker></div></drop-menu>

   Says "emoji:chosen". */

import { allEmoji, emojiLike } from "../suggesting.js";

const ROW = 8; // as in thread.css
const MOST = 240; // drawn at once; the field finds the others

class EmojiPicker extends HTMLElement {
  connectedCallback() {
    this.closest(".menu").addEventListener("menu:open", () => this.#open());
  }

  async #open() {
    if (!this.field) this.#draw();
    this.field.value = "";
    this.#find(await allEmoji().catch(() => []));
    this.field.focus();
  }

  #draw() {
    this.field = Object.assign(document.createElement("input"), { className: "input small", type: "search", autocomplete: "off", placeholder: this.getAttribute("label") });
    this.field.setAttribute("aria-label", this.getAttribute("label"));
    this.grid = Object.assign(document.createElement("div"), { className: "grid" });
    this.grid.setAttribute("role", "menu");
    this.grid.setAttribute("aria-label", this.getAttribute("label"));
    this.append(this.field, this.grid);
    this.field.addEventListener("input", async event => { event.stopPropagation(); this.#find(await allEmoji()); });
    this.addEventListener("keydown", this.#key);
    this.grid.addEventListener("click", ({ target }) => {
      const mark = target.closest("button")?.textContent;
      if (mark) this.dispatchEvent(new CustomEvent("emoji:chosen", { bubbles: true, detail: { mark } }));
    });
  }

  #find(emoji) {
    const words = this.field.value.trim();
    const found = (words ? emojiLike(emoji, words) : emoji).slice(0, MOST);
    this.grid.replaceChildren(...found.map(each => this.#button(each)));
    if (!found.length) this.grid.append(Object.assign(document.createElement("p"), { className: "nothing", textContent: this.getAttribute("nothing") }));
  }

  #button({ mark, name }) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "item", textContent: mark, title: name });
    button.setAttribute("role", "menuitem");
    button.setAttribute("aria-label", name);
    return button;
  }

  #key = event => {
    const buttons = [...this.grid.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const isTyping = at < 0;
    const onward = this.matches(":dir(rtl)") ? -1 : 1;
    const to = { ArrowDown: isTyping ? 0 : at + ROW, ArrowUp: isTyping ? null : at - ROW, ArrowRight: isTyping ? null : at + onward, ArrowLeft: isTyping ? null : at - onward, Enter: isTyping ? -2 : null }[event.key];
    if (to == null || !buttons.length) return;
    event.preventDefault();
    event.stopPropagation();
    if (to === -2) buttons[0].click();
    else if (to < 0) this.field.focus();
    else buttons[Math.min(to, buttons.length - 1)].focus();
  };
}

customElements.define("emoji-picker", EmojiPicker);
