/* The words of a step as rich text: what the bar offers of an article, without its files. Sent with the form around it;
   without a script the area holds the HTML.

   <guide-words editor="/static/…/editor.js"><div class="article-bar" hidden>…</div><textarea name="html"></textarea></guide-words> */

import { ACTS, extensions, isOn } from "../article-parts.js";

class GuideWords extends HTMLElement {
  #editor;

  async connectedCallback() {
    const area = this.querySelector("textarea"), bar = this.querySelector(".article-bar");
    const kit = await import(this.getAttribute("editor"));
    if (!this.isConnected) return;
    const element = document.createElement("div");
    const attributes = { role: "textbox", "aria-multiline": "true", "aria-label": area.getAttribute("aria-label"), lang: area.lang, dir: area.dir };
    const editor = this.#editor = new kit.Editor({
      element, injectCSS: false, content: area.value, extensions: extensions(kit, area.placeholder), editorProps: { attributes },
      onUpdate: () => { area.value = editor.isEmpty ? "" : editor.getHTML(); }, onTransaction: () => this.#refresh(bar),
    });
    area.hidden = true;
    area.before(element);
    bar.hidden = false;
    bar.addEventListener("click", ({ target }) => this.#do(target.closest("[data-do]")?.dataset.do));
  }

  disconnectedCallback() {
    this.#editor?.destroy();
  }

  #refresh(bar) {
    for (const button of bar.querySelectorAll("[data-do]")) button.setAttribute("aria-pressed", String(isOn(this.#editor, button.dataset.do)));
  }

  #do(name) {
    if (ACTS[name]) ACTS[name](this.#editor.chain().focus(), this.#editor).run();
  }
}

customElements.define("guide-words", GuideWords);
