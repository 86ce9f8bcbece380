/* The composer: a reply and a note, each with its own words and files, kept on the server while one writes, sent once.

   <reply-box editor="/static/…/editor.js" address="/conversations/42">
     <form class="composer" data-kind="reply" action="/conversations/42/write"> kind, address-chips, textarea, file-trays, format-bar, buttons </form>
   </reply-box>

   Works as a plain form until the editor has come. The key in `client_key` makes a second click or another try the same message;
   the position in `if_last_position` is how far this page was read when the words were begun: the server sends nothing past it. */

import { ask } from "../asking.js";
import { CaretMenu } from "../caret-menu.js";
import { Claim } from "../claim.js";
import { DraftKeeper } from "../draft-keeper.js";
import { proseEditor } from "../prose-editor.js";
import { selectedWords } from "../quoting.js";
import { freshKey, send } from "../sending.js";
import { suggestions } from "../suggesting.js";
import { translate } from "../translating.js";

class ReplyBox extends HTMLElement {
  #surface; #draft; #menu; #claim;
  #then = ""; // what is asked for once the answer is sent: the other steps of a macro
  #words = {};
  #isSending = false;
  #isDirty = false; // letters were added that no draft has
  #hadWords = false;
  #isGuarded = false; // the server has refused to send past what came meanwhile
  #page = {
    "thread:news": event => this.#news(event.detail), "htmx:confirm": event => this.#keepFirst(event), "message:taken-back": event => this.#takenBack(event.detail),
    "message:written": ({ detail }) => this.#seen(detail.position), "composer:insert": ({ detail }) => this.#insert(detail), "thread:quote": ({ detail }) => this.#quote(detail.words),
  };
  #own = {
    submit: event => this.#send(event), change: event => this.#change(event), click: event => this.#click(event), keydown: event => this.#key(event),
    "tray:picture": ({ detail }) => this.#surface?.put({ type: "image", attrs: detail }), "emoji:chosen": ({ detail }) => this.#surface?.put(detail.mark),
  };

  connectedCallback() {
    this.#draft = new DraftKeeper(`${this.getAttribute("address")}/draft`, {
      versions: { reply: this.#given("reply").dataset.version, note: this.#given("note").dataset.version },
      written: () => this.#written(),
      told: isKept => { this.#isDirty &&= !isKept; this.#hint(isKept ? this.hasWords && this.dataset.kept : this.dataset.lost); },
      other: (kind, kept) => this.#elsewhere(kind, kept),
    });
    this.#claim = new Claim(this, this.#line("claim"));
    for (const [name, act] of Object.entries(this.#own)) this.form.addEventListener(name, act);
    for (const [name, act] of Object.entries(this.#page)) document.body.addEventListener(name, act);
    addEventListener("pagehide", this.#leave);
    document.addEventListener("visibilitychange", this.#return);
    this.#open();
  }

  disconnectedCallback() {
    this.#leave();
    for (const [name, act] of Object.entries(this.#page)) document.body.removeEventListener(name, act);
    removeEventListener("pagehide", this.#leave);
    document.removeEventListener("visibilitychange", this.#return);
    this.#claim.end();
    this.#surface?.destroy();
  }

  get form() { return this.querySelector("form"); }
  get kind() { return this.form.dataset.kind; }
  get bar() { return this.querySelector("format-bar"); }
  get tray() { return this.#trayOf(this.kind); }
  get chips() { return [...this.querySelectorAll("address-chips")]; }
  get thread() { return document.querySelector("thread-view"); }
  get hasWords() { return Boolean(this.#surface && !this.#surface.isEmpty); }
  set isOpen(isOpen) { if (this.#surface) this.#surface.isOpen = isOpen; }

  #trayOf(kind) { return this.querySelector(`fieldset[data-for=${kind}] file-tray`); }

  async #open() {
    const area = this.form.elements.text;
    const surface = await proseEditor(this.getAttribute("editor"), { placeholder: area.placeholder, changed: () => this.#changed(), moved: () => { this.bar?.refresh(); this.#menu?.look(); } });
    if (!this.isConnected) return surface.destroy();
    this.#surface = surface;
    this.bar.surface = surface;
    this.#words = { reply: this.#given("reply").value.trim(), note: this.#given("note").value.trim() };
    this.#show(this.kind);
    surface.takeOver(area);
    const told = missing => this.#say("gaps", missing?.length ? this.dataset.gaps.replace("%s", missing.join(", ")) : "");
    this.#menu = new CaretMenu(surface, suggestions({ address: this.getAttribute("address"), isNote: () => this.kind === "note", told }), { label: this.dataset.offers });
    this.#claim.look();
  }

  #given(name) { return this.querySelector(`[data-words=${name}]`); }

  #show(kind) {
    this.form.dataset.kind = kind;
    for (const fields of this.querySelectorAll("fieldset[data-for]")) fields.disabled = fields.dataset.for !== kind;
    this.#surface.html = this.#words[kind];
    if (!this.#surface.hasGaps) this.#say("gaps", "");
    this.#hadWords = this.hasWords;
    this.#claim.look();
  }

  #change(event) {
    if (event.target.name === "kind" && this.#surface) {
      if (this.#draft.isWaiting) this.#draft.now(); // what was written so far belongs to the other kind
      this.#words[this.kind] = this.#surface.html;
      this.#show(event.target.value);
      this.focus();
    } else if (event.target.matches("address-chips, file-tray")) this.#changed();
  }

  #click(event) {
    const button = event.target.closest("button");
    if (button?.dataset.write) this.#begin(button.dataset.write);
    else if (button?.matches("[data-more-ways]")) this.#showWays(button);
    else if (button?.matches("[data-translate]")) this.#translate(button);
  }

  #begin(kind) {
    const words = kind === "reply" ? selectedWords(this.thread) : "";
    this.form.querySelector(`[name=kind][value=${kind}]`).click();
    if (words) this.#quote(words);
    else this.focus();
  }

  focus() {
    if (!this.#claim.focus()) (this.#surface ?? this.form.elements.text).focus();
  }

  #quote(words) {
    if (this.#surface && !this.#claim.focus()) this.#surface.quote(words);
  }

  #insert({ html, kind, then, instead }) {
    if (kind && kind !== this.kind) this.form.querySelector(`[name=kind][value=${kind}]`)?.click();
    this.#then = then ?? "";
    this.#surface?.[instead ? "replace" : "put"](html);
  }

  async #translate(button) {
    if (!this.hasWords) return;
    const { html, wrong } = await translate(button, `${this.getAttribute("address")}/translate`, this.#written(), this.dataset.failed);
    if (html) this.#surface.replace(html);
    this.#wrong(wrong);
  }

  #showWays(button) {
    for (const chips of this.chips) chips.hidden = false;
    button.hidden = true;
    this.chips[1].typed.focus();
  }

  #key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.form.requestSubmit(); }
    else if (event.key === "Escape" && event.target.closest(".ProseMirror")) document.activeElement.blur();
  }

  // Whoever writes learns of what came meanwhile; where nothing is written yet, the answer goes to whoever wrote last.
  #news({ messages, usual }) {
    if (this.#isSending) return;
    if (!(this.kind === "reply" ? this.hasWords : this.#words.reply)) {
      this.#seen();
      return this.chips.forEach(chips => chips.restore(usual[chips.name]));
    }
    if (this.#isGuarded) return; // it says so already, and what can be done
    const wrote = this.dataset.wrote.replace("%s", messages.at(-1).querySelector(".head b").textContent);
    this.#say("news", wrote, [[this.dataset.seen, () => { this.#seen(); this.focus(); }]]);
  }

  // How far whoever writes has read.
  #seen(position = this.thread?.position ?? 0) {
    const field = this.form.elements.if_last_position;
    field.value = Math.max(Number(field.value), position);
  }

  // A message that is taken back joins what was begun since, so the server must have that first.
  #keepFirst(event) {
    if (!event.detail.path?.endsWith("/take-back") || !this.hasWords) return;
    event.preventDefault();
    this.#draft.now().finally(() => event.detail.issueRequest(true));
  }

  #takenBack({ conversation }) {
    if (conversation && this.getAttribute("address") !== `/conversations/${conversation}`) return; // its words wait there
    this.#draft.forget();
    htmx.ajax("GET", `${this.getAttribute("address")}/composer`, { source: this, target: this, swap: "outerHTML" });
  }

  // Written on in another tab or on another device: taken over where nothing would be lost by it, or else asked.
  #elsewhere(kind, { html, version }) {
    const take = () => {
      this.#draft.forget();
      this.#draft.versions[kind] = version;
      this.#words[kind] = html;
      if (kind === this.kind) this.#show(kind);
    };
    if (kind !== this.kind || !this.#draft.isWaiting && !this.#isDirty || html === this.#surface?.html) return take();
    const keep = () => { this.#draft.versions[kind] = version; this.#draft.now(); };
    this.#say("elsewhere", html ? this.dataset.elsewhere : this.dataset.ended, [[html ? this.dataset.take : this.dataset.drop, take], [this.dataset.mine, keep]]);
  }

  #changed() {
    this.#wrong("");
    this.#isDirty = true;
    if (!this.#hadWords && this.kind === "reply") this.#seen(); // what stands there now is known to whoever begins
    this.#hadWords = this.hasWords;
    if (!this.hasWords) this.#cleared();
    if (!this.#surface.hasGaps) this.#say("gaps", "");
    this.#claim.typed();
    if (!this.#isSending) this.#draft.later();
  }

  // Nothing is left to be sent, so nothing of it is guarded any more.
  #cleared() {
    this.#then = "";
    this.#isGuarded = false;
    this.#say("news", "");
  }

  #written() {
    const form = new FormData(this.form);
    form.delete("text");
    form.set("html", this.#surface?.html ?? "");
    return form;
  }

  #leave = () => this.#draft.rest();
  #return = () => { if (!document.hidden && this.#surface && !this.#draft.isWaiting && !this.#isSending) { this.#isDirty = false; this.#draft.look(this.kind); } };

  async #send(event) {
    if (!this.#surface) return; // still the plain form
    event.preventDefault();
    if (this.#isSending) return;
    if (this.tray.isBusy) return this.#wrong(this.dataset.busy);
    for (const chips of this.chips) chips.take(); // what was typed and is not yet a chip counts
    const body = this.#written();
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    for (const [name, value] of Object.entries(event.more ?? {})) body.set(name, value);
    const sent = this.#surface.doc;
    this.#busy(true);
    for (const place of ["news", "gaps"]) this.#say(place, ""); // what the last try met may be met no more
    this.#draft.forget();
    await this.#draft.settled; // else it would arrive after the message, and stay
    const said = await send(this.form.action, body, this.dataset);
    if (said.heard) this.#sent(said.heard, body.get("kind"), sent);
    else await this.#refused(said, event.submitter, event.more);
    this.#busy(false);
  }

  // Nothing was sent. What came meanwhile, or is still empty, is shown; then it can be sent all the same.
  async #refused({ wrong, newer, gaps }, submitter, more = {}) {
    this.#draft.later();
    if (newer) await this.thread?.refresh();
    this.#isGuarded = Boolean(newer);
    const again = added => this.#send({ submitter, more: { ...more, ...added }, preventDefault() {} });
    if (newer) this.#say("news", newer, [[this.dataset.anyway, () => { this.#seen(); again({ if_last_position: this.form.elements.if_last_position.value }); }]]);
    else if (gaps) this.#say("gaps", gaps, [[this.dataset.anyway, () => again({ with_gaps: "1" })]]);
    else this.#wrong(wrong);
  }

  // What was written on meanwhile stays, and is kept.
  #sent(heard, kind, sent) {
    this.form.elements.client_key.value = freshKey();
    this.#draft.end(kind);
    this.#isGuarded = false;
    this.#words[kind] = kind === this.kind ? this.#surface.takeOff(sent) : "";
    this.#trayOf(kind).clear();
    if (kind === this.kind) this.#isDirty = this.hasWords;
    if (kind === this.kind && !this.hasWords) this.#show(kind);
    else if (this.hasWords) this.#draft.later();
    if (kind === "reply") for (const chips of this.chips) chips.restore();
    for (const place of ["news", "gaps", "elsewhere"]) this.#say(place, "");
    this.#wrong("");
    this.#hint("");
    for (const [name, detail] of Object.entries(heard)) document.body.dispatchEvent(new CustomEvent(name, { detail }));
    if (this.#then) htmx.ajax("POST", this.#then, { source: this, swap: "none" });
    this.#then = "";
    this.thread?.toNewest();
  }

  #busy(isBusy) {
    this.#isSending = isBusy;
    this.querySelector("[data-send]").setAttribute("aria-busy", String(isBusy));
  }

  #line(place) { return this.querySelector(`[data-${place}-line]`); }
  #say(place, words, choices) { ask(this.#line(place), words, choices); }
  #wrong(why) { this.#say("wrong", why); }
  #hint(words) { this.querySelector("[data-hint]").textContent = words || ""; }
}

customElements.define("reply-box", ReplyBox);
