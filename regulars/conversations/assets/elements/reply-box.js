/* The composer: a reply and a note, each with its own words and files, kept on the server while one writes, sent once.

   <reply-box editor="/static/…/editor.js" address="/conversations/42">
     <form class="composer" data-kind="reply" action="/conversations/42/write"> kind, address-chips, textarea, file-trays, format-bar, buttons </form>
   </reply-box>

   Works as a plain form until the editor has come. The key in `client_key` makes a second click or another try the same message. */

import { DraftKeeper } from "../draft-keeper.js";
import { proseEditor } from "../prose-editor.js";
import { freshKey, send } from "../sending.js";

class ReplyBox extends HTMLElement {
  #surface; #draft;
  #words = {};
  #isSending = false;

  connectedCallback() {
    this.#draft = new DraftKeeper(`${this.getAttribute("address")}/draft`, {
      written: () => this.#written(),
      told: isKept => this.#hint(isKept ? this.hasWords && this.dataset.kept : this.dataset.lost),
    });
    this.form.addEventListener("submit", this.#send);
    this.form.addEventListener("change", this.#change);
    this.form.addEventListener("click", this.#click);
    this.form.addEventListener("keydown", this.#key);
    document.body.addEventListener("thread:news", this.#news);
    document.body.addEventListener("htmx:confirm", this.#keepFirst);
    document.body.addEventListener("message:taken-back", this.#takenBack);
    addEventListener("pagehide", this.#leave);
    this.#open();
  }

  disconnectedCallback() {
    this.#leave();
    document.body.removeEventListener("thread:news", this.#news);
    document.body.removeEventListener("htmx:confirm", this.#keepFirst);
    document.body.removeEventListener("message:taken-back", this.#takenBack);
    removeEventListener("pagehide", this.#leave);
    this.#surface?.destroy();
  }

  get form() { return this.querySelector("form"); }
  get kind() { return this.form.dataset.kind; }
  get bar() { return this.querySelector("format-bar"); }
  get tray() { return this.querySelector(`fieldset[data-for=${this.kind}] file-tray`); }
  get chips() { return [...this.querySelectorAll("address-chips")]; }
  get hasWords() { return Boolean(this.#surface?.text.trim()); }

  async #open() {
    const area = this.form.elements.text;
    const surface = await proseEditor(this.getAttribute("editor"), { placeholder: area.placeholder, changed: () => this.#changed(), moved: () => this.bar?.refresh() });
    if (!this.isConnected) return surface.destroy();
    this.#surface = surface;
    this.bar.surface = surface;
    this.#words = { reply: this.#given("reply"), note: this.#given("note") };
    this.#show(this.kind);
    surface.takeOver(area);
  }

  #given(name) { return this.querySelector(`[data-words=${name}]`).value.trim(); }

  #show(kind) {
    this.form.dataset.kind = kind;
    for (const fields of this.querySelectorAll("fieldset[data-for]")) fields.disabled = fields.dataset.for !== kind;
    this.#surface.html = this.#words[kind];
  }

  #change = event => {
    if (event.target.name === "kind" && this.#surface) {
      this.#words[this.kind] = this.hasWords ? this.#surface.html : "";
      this.#show(event.target.value);
      this.#surface.focus();
    } else if (event.target.matches("address-chips, file-tray")) this.#changed();
  };

  #click = event => {
    const button = event.target.closest("button");
    if (button?.dataset.write) this.#begin(button.dataset.write);
    else if (button?.matches("[data-more-ways]")) this.#showWays(button);
  };

  #begin(kind) {
    this.form.querySelector(`[name=kind][value=${kind}]`).click();
    (this.#surface ?? this.form.elements.text).focus();
  }

  #showWays(button) {
    for (const chips of this.chips) chips.hidden = false;
    button.hidden = true;
    this.chips[1].typed.focus();
  }

  #key = event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.form.requestSubmit(); }
    else if (event.key === "Escape" && event.target.closest(".ProseMirror")) document.activeElement.blur();
  };

  // Whoever writes learns of what came meanwhile; where nothing is written yet, the answer goes to whoever wrote last.
  #news = ({ detail: { messages, usual } }) => {
    if (this.#isSending) return;
    if (!this.hasWords) return this.chips.forEach(chips => chips.restore(usual[chips.name]));
    this.#say("news", this.dataset.wrote.replace("%s", messages.at(-1).querySelector(".head b").textContent));
  };

  // A message that is taken back joins what was begun since, so the server must have that first.
  #keepFirst = event => {
    if (!event.detail.path?.endsWith("/take-back") || !this.hasWords) return;
    event.preventDefault();
    this.#draft.now().finally(() => event.detail.issueRequest(true));
  };

  #takenBack = () => {
    this.#draft.forget();
    htmx.ajax("GET", `${this.getAttribute("address")}/composer`, { source: this, target: this, swap: "outerHTML" });
  };

  #changed() {
    this.#wrong("");
    this.#draft.later();
  }

  #written() {
    const form = new FormData(this.form);
    form.delete("text");
    form.set("html", this.hasWords ? this.#surface.html : "");
    return form;
  }

  #leave = () => this.#draft.rest();

  #send = async event => {
    if (!this.#surface) return; // still the plain form
    event.preventDefault();
    if (this.#isSending) return;
    if (this.tray.isBusy) return this.#wrong(this.dataset.busy);
    for (const chips of this.chips) chips.take(); // what was typed and is not yet a chip counts
    const body = this.#written();
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    this.#busy(true);
    this.#draft.forget();
    const { wrong, heard } = await send(this.form.action, body, this.dataset);
    if (heard) this.#sent(heard);
    else this.#wrong(wrong);
    this.#busy(false);
  };

  #sent(heard) {
    this.form.elements.client_key.value = freshKey();
    this.#words[this.kind] = "";
    this.#show(this.kind);
    this.tray.clear();
    if (this.kind === "reply") for (const chips of this.chips) chips.restore();
    this.#say("news", "");
    this.#wrong("");
    this.#hint("");
    for (const [name, detail] of Object.entries(heard)) document.body.dispatchEvent(new CustomEvent(name, { detail }));
    document.querySelector("thread-view")?.toNewest();
  }

  #busy(isBusy) {
    this.#isSending = isBusy;
    this.querySelector("[data-send]").setAttribute("aria-busy", String(isBusy));
  }

  #wrong(why) { this.#say("wrong", why); }
  #hint(words) { this.querySelector("[data-hint]").textContent = words || ""; }

  #say(place, words) {
    const line = this.querySelector(`[data-${place}]`);
    line.querySelector("span").textContent = words;
    line.hidden = !words;
  }
}

customElements.define("reply-box", ReplyBox);
