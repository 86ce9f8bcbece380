/* Where an article is written: a title and rich text, kept on the server while somebody writes. Each time names the draft it
   was written on, so that nobody writes over what somebody else has written meanwhile. Without a script it is the plain form.

   <article-editor editor="/static/…/editor.js" address="/knowledge/3/en/draft" files="/knowledge/3/files" version="…" data-kept="Kept" …>
     <form><input name="title"><div class="article-bar" hidden><button type="button" data-do="bold">…</button></div><textarea name="html"></textarea>
     <p class="state"><span role="status"></span></p></form>
   </article-editor> */

import { ACTS, extensions, isOn } from "../article-parts.js";

const PAUSE = 800; // milliseconds without a letter before the draft is kept
const AGAIN = 4000; // milliseconds until another try

// A spreadsheet's cells come with a picture of them; a picture of a page comes with nothing but its tag.
const isWritten = html => Boolean(html.replace(/<!--.*?-->|<style.*?<\/style>|<[^>]*>/gs, "").trim());

class ArticleEditor extends HTMLElement {
  #editor; #timer = null; #last = Promise.resolve(); #isOutdated = false;

  async connectedCallback() {
    this.form = this.querySelector("form");
    this.area = this.form.elements.html;
    this.bar = this.querySelector(".article-bar");
    this.version = this.getAttribute("version");
    this.form.elements.title.addEventListener("input", () => this.#later());
    this.form.addEventListener("submit", this.#submit);
    const kit = await import(this.getAttribute("editor"));
    if (!this.isConnected) return;
    const element = document.createElement("div");
    const label = { role: "textbox", "aria-multiline": "true", "aria-label": this.area.getAttribute("aria-label"), lang: this.area.lang };
    this.#editor = new kit.Editor({
      element, injectCSS: false, content: this.area.value, extensions: extensions(kit, this.area.placeholder), editorProps: { attributes: label },
      onUpdate: () => this.#later(), onTransaction: () => this.#refresh(),
    });
    this.area.hidden = true;
    this.area.before(element);
    this.bar.hidden = false;
    this.bar.addEventListener("click", ({ target }) => this.#do(target.closest("[data-do]")?.dataset.do));
    this.picker.addEventListener("change", () => { this.#take(this.picker.files); this.picker.value = ""; });
    for (const type of ["paste", "dragover", "dragleave", "drop"]) this.addEventListener(type, this.#bring, { capture: true });
    addEventListener("pagehide", this.#leave);
    this.#refresh();
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.#leave);
    this.#leave();
    this.#editor?.destroy();
  }

  get mine() { return this.querySelector("[data-mine]"); }
  get picker() { return this.bar.querySelector("[type=file]"); }

  #refresh() {
    if (!this.#editor) return;
    for (const button of this.bar.querySelectorAll("[data-do]")) button.setAttribute("aria-pressed", String(isOn(this.#editor, button.dataset.do)));
    this.bar.querySelector(".of-table").hidden = !this.#editor.isActive("table");
    this.bar.querySelector(".of-picture").hidden = !this.#editor.isActive("image");
  }

  #do(name) {
    const editor = this.#editor;
    if (ACTS[name]) ACTS[name](editor.chain().focus(), editor).run();
    if (name === "file") this.picker.click();
    if (name === "film") this.#ask(this.dataset.film, "", address => /^https:/.test(address) && editor.chain().focus().insertContent([{ type: "film", attrs: { address } }, { type: "paragraph" }]).run());
    if (name === "describe") this.#ask(this.dataset.alt, editor.getAttributes("image").alt ?? "", alt => editor.chain().focus().updateAttributes("image", { alt }).run());
    if (name === "link") this.#ask(this.dataset.link, editor.getAttributes("link").href ?? "", address => this.#link(address));
  }

  #link(address) {
    const chain = this.#editor.chain().focus().extendMarkRange("link");
    const href = /^(https?:|mailto:|tel:|\/|#)/i.test(address) ? address : address.includes("@") ? `mailto:${address}` : `https://${address}`;
    if (!address) chain.unsetMark("link").run();
    else if (this.#editor.state.selection.empty && !this.#editor.isActive("link")) chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setMark("link", { href }).run();
  }

  // A line within the bar, not a dialog: what it is about stays in sight.
  #ask(words, value, then) {
    this.bar.querySelector(".asks")?.remove();
    const line = Object.assign(document.createElement("div"), { className: "asks" });
    const input = Object.assign(document.createElement("input"), { className: "input", type: "text", value, placeholder: words });
    input.setAttribute("aria-label", words);
    line.append(input);
    this.bar.append(line);
    input.focus();
    input.addEventListener("blur", () => line.remove());
    input.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.key === "Enter" ? then(input.value.trim()) : this.#editor.commands.focus();
    });
  }

  #bring = event => {
    const held = event.clipboardData ?? event.dataTransfer;
    const isWithFiles = [...(held?.types ?? [])].includes("Files");
    this.toggleAttribute("data-dropping", event.type === "dragover" && isWithFiles);
    if (!isWithFiles || event.type === "dragleave" || (event.type === "paste" && isWritten(held.getData("text/html")))) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type !== "dragover") this.#take(held.files);
  };

  async #take(files) {
    for (const file of [...files]) {
      const body = new FormData();
      body.set("file", file);
      const answer = await this.#send(this.getAttribute("files"), body);
      const told = await answer?.json().catch(() => null);
      if (!answer?.ok) { this.#say("wrong", told?.errors?.file?.[0] ?? this.dataset.failed); continue; }
      const picture = { type: "image", attrs: { src: told.address, alt: "" } };
      const link = { type: "text", text: told.name, marks: [{ type: "link", attrs: { href: told.address } }] };
      this.#editor.chain().focus().insertContent(told.isPicture ? picture : link).run();
    }
  }

  #later(pause = PAUSE) {
    if (this.#isOutdated) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), pause);
  }

  #now() {
    clearTimeout(this.#timer);
    this.#timer = null;
    return (this.#last = this.#last.then(() => this.#keep()));
  }

  get written() {
    const body = new FormData();
    body.set("title", this.form.elements.title.value);
    body.set("html", this.#editor ? this.#editor.getHTML() : this.area.value);
    body.set("version", this.version);
    return body;
  }

  async #keep() {
    this.#say("", this.dataset.keeping);
    const answer = await this.#send(this.getAttribute("address"), this.written);
    const told = await answer?.json().catch(() => null);
    if (answer?.ok && told?.version) {
      this.version = this.form.elements.version.value = told.version;
      return this.#say("", this.dataset.kept);
    }
    if (answer?.status === 409) {
      this.#isOutdated = true;
      this.mine.hidden = false;
      this.mine.onclick = () => this.#keepMine(told.version);
      return this.#say("wrong", this.dataset.outdated.replace("%s", told.by || "?"));
    }
    this.#say("wrong", Object.values(told?.errors ?? {}).flat().join(" ") || this.dataset.failed);
    if (answer?.status !== 422 && this.#timer === null) this.#later(AGAIN);
  }

  #keepMine(version) {
    this.mine.hidden = true;
    this.#isOutdated = false;
    this.version = version;
    this.#now();
  }

  #send(address, body) {
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  }

  // What is on its way is kept first: the form then carries the version that came of it.
  #submit = async event => {
    if (!this.#editor) return;
    event.preventDefault();
    if (this.#isOutdated) return this.scrollIntoView({ block: "end" }); // its words say what to do
    const { submitter } = event;
    if (this.#timer !== null) this.#now();
    await this.#last;
    this.area.value = this.#editor.getHTML();
    this.form.elements.version.value = this.version;
    this.form.removeEventListener("submit", this.#submit);
    this.form.requestSubmit(submitter);
  };

  #leave = () => {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    const body = this.written;
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    fetch(this.getAttribute("address"), { method: "POST", body, keepalive: true }).catch(() => {});
  };

  #say(state, words) {
    this.querySelector(".state").dataset.state = state;
    this.querySelector(".state [role=status]").textContent = words;
  }
}

customElements.define("article-editor", ArticleEditor);
