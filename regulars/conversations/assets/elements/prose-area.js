/* A field of a form that holds HTML, written as rich text. Without a script it is the plain field.

   <prose-area editor="/static/…/editor.js"><format-bar hidden>…</format-bar><textarea name="text" aria-label="Text">&lt;p&gt;Hello&lt;/p&gt;</textarea></prose-area>

   A <button data-place="customer.first_name"> in it puts {{customer.first_name}} where the cursor is. */

import { proseEditor } from "../prose-editor.js";

class ProseArea extends HTMLElement {
  #surface;

  async connectedCallback() {
    const area = this.querySelector("textarea");
    const written = () => { area.value = this.#surface.html; };
    const surface = await proseEditor(this.getAttribute("editor"), { placeholder: area.getAttribute("aria-label"), changed: written, moved: () => this.bar?.refresh() });
    if (!this.isConnected) return surface.destroy();
    this.#surface = surface;
    surface.html = area.value.includes("<") ? area.value : area.value.replaceAll("\n", "<br>");
    area.hidden = true;
    area.before(surface.element);
    this.bar.surface = surface;
    this.addEventListener("click", ({ target }) => {
      const place = target.closest("[data-place]")?.dataset.place;
      if (place) surface.put(`{{${place}}}`);
    });
  }

  disconnectedCallback() { this.#surface?.destroy(); }

  get bar() { return this.querySelector("format-bar"); }
}

customElements.define("prose-area", ProseArea);
