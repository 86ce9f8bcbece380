/* A button and the menu under it. Arrow keys walk, letters typed into its field filter, Escape or a click outside closes.
   The menu hears "menu:open", so it can be fetched when it is first asked for, and says "menu:close".

   <drop-menu>
     <button class="button" aria-haspopup="menu">Assign</button>
     <div class="menu" role="menu" hidden>
       <input class="input" aria-label="Filter" data-filter>
       <button class="item" role="menuitem">Grace Hopper</button>
     </div>
   </drop-menu> */

import { plain } from "./fitness.js";

class DropMenu extends HTMLElement {
  connectedCallback() {
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("type", "button");
    this.addEventListener("click", this.#click);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("submit", () => setTimeout(() => this.close()));
    this.addEventListener("input", this.#filter);
    this.addEventListener("focusout", this.#left);
    this.addEventListener("htmx:afterSettle", () => { if (this.isOpen) this.#arrange(); }); // a menu that was fetched when it opened
    document.addEventListener("pointerdown", this.#outside);
  }

  disconnectedCallback() {
    document.removeEventListener("pointerdown", this.#outside);
  }

  get button() { return this.querySelector("[aria-haspopup]"); }
  get menu() { return this.querySelector(".menu"); }
  get isOpen() { return !this.menu.hidden; }
  get items() { return [...this.menu.querySelectorAll(".item, a[href]")].filter(item => !item.closest("[hidden]")); }

  open() {
    this.menu.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.menu.dispatchEvent(new CustomEvent("menu:open"));
    this.#arrange();
  }

  close({ refocus = true } = {}) {
    if (!this.isOpen) return;
    this.menu.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.menu.dispatchEvent(new CustomEvent("menu:close", { bubbles: true }));
    if (refocus) this.button.focus();
  }

  #click = event => {
    if (this.button.contains(event.target)) return this.isOpen ? this.close() : this.open();
    // After the click has done its work: a form must still be on the page to be sent.
    if (event.target.closest(".item") && !event.target.closest("[data-stays]")) setTimeout(() => this.close());
  };

  #key = event => {
    if (!this.isOpen) {
      if (event.key === "ArrowDown" && this.button === document.activeElement) { event.preventDefault(); this.open(); }
      return;
    }
    const items = this.items;
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? items.length - 1 : at - 1, Home: at < 0 ? null : 0, End: at < 0 ? null : items.length - 1 }[event.key];
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); }
    else if (to != null && items.length) { event.preventDefault(); items[(to + items.length) % items.length].focus(); }
  };

  #filter = event => {
    if (!event.target.matches("[data-filter]")) return;
    const words = plain(event.target.value);
    for (const item of this.menu.querySelectorAll(".item")) {
      if (!item.matches("[data-always]")) item.hidden = !plain(item.textContent).includes(words);
    }
  };

  #left = event => {
    if (event.relatedTarget && !this.contains(event.relatedTarget)) this.close({ refocus: false });
  };

  #outside = event => {
    if (!this.contains(event.target)) this.close({ refocus: false });
  };

  #arrange() {
    this.#sayWhatItIs();
    this.#keepInside();
    (this.menu.querySelector("[data-filter]") ?? this.items[0])?.focus();
  }

  // A menu holds items alone. One with fields, too, is a dialog with menus in it, for whoever hears the page.
  #sayWhatItIs() {
    if (!this.menu.querySelector("input:not([type=hidden]), select, textarea, .button, .link")) {
      for (const words of this.menu.querySelectorAll("p")) words.setAttribute("role", "presentation");
      return;
    }
    this.button.setAttribute("aria-haspopup", "dialog");
    this.menu.setAttribute("role", "dialog");
    this.menu.setAttribute("aria-label", this.button.getAttribute("aria-label") ?? this.button.textContent.trim());
    for (const item of this.menu.querySelectorAll("[role^=menuitem]")) {
      if (item.closest("[role=menu]")) continue;
      const menu = document.createElement("div");
      menu.setAttribute("role", "menu");
      item.before(menu);
      while (menu.nextElementSibling?.matches("[role^=menuitem]")) menu.append(menu.nextElementSibling);
    }
  }

  // Opens upwards, or to the other side, where there is no room.
  #keepInside() {
    this.toggleAttribute("data-up", false);
    const box = this.menu.getBoundingClientRect();
    const room = this.button.getBoundingClientRect();
    if (box.bottom > innerHeight && room.top > innerHeight - room.bottom) this.toggleAttribute("data-up", true);
    const outside = [box.left < 0, box.right > innerWidth];
    const [before, after] = this.matches(":dir(rtl)") ? outside.reverse() : outside;
    if (before) this.dataset.side = "start";
    else if (after) delete this.dataset.side;
  }
}

customElements.define("drop-menu", DropMenu);
