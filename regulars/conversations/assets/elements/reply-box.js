/* The composer: a reply and a note, each with its own words, kept on the server while one writes, sent once.

   <reply-box editor="/static/…/editor.js" conversation="42">
     <form class="composer" data-kind="reply" action="/conversations/42/write"> kind, recipients, textarea, file-tray, buttons </form>
   </reply-box>

   Works as a plain form until the editor has come. The key in `client_key` makes a second click or another try the same message. */

import { proseEditor } from "../prose-editor.js";

const PAUSE = 700; // milliseconds without a letter before the draft is kept

class ReplyBox extends HTMLElement {
  #surface; #timer; #words;
  #isSending = false;

  connectedCallback() {
    this.#words = { reply: this.#given("reply"), note: this.#given("note") };
    this.form.addEventListener("submit", this.#send);
    this.form.addEventListener("change", this.#change);
    this.form.addEventListener("click", this.#click);
    this.form.addEventListener("keydown", this.#key);
    this.form.addEventListener("paste", this.#paste, { capture: true });
    for (const name of ["dragover", "dragleave", "drop"]) this.form.addEventListener(name, this.#drag);
    document.body.addEventListener("thread:news", this.#news);
    addEventListener("pagehide", this.#leave);
    this.#open();
  }

  disconnectedCallback() {
    this.#leave();
    document.body.removeEventListener("thread:news", this.#news);
    removeEventListener("pagehide", this.#leave);
    this.#surface?.destroy();
  }

  get form() { return this.querySelector("form"); }
  get kind() { return this.form.elements.kind.value; }
  get tray() { return this.querySelector("file-tray"); }
  get chips() { return [...this.querySelectorAll("address-chips")]; }
  get hasWords() { return Boolean(this.#surface?.text.trim()) && this.#surface.html !== this.#empty; }
  get #empty() { return this.kind === "reply" ? this.#normal : ""; }

  async #open() {
    const area = this.form.elements.text;
    const place = Object.assign(document.createElement("div"), { className: "prose" });
    this.#surface = await proseEditor(this.getAttribute("editor"), { element: place, placeholder: area.placeholder, html: "", changed: () => this.#changed(), moved: () => this.#light() });
    if (!this.isConnected) return this.#surface.destroy();
    this.#surface.html = this.#given("signature") && `<p></p>${this.#given("signature")}`;
    this.#normal = this.#surface.html; // the signature as the editor writes it
    area.replaceWith(place);
    this.querySelector(".formats").hidden = false;
    this.#show(this.kind);
  }
  #normal = "";

  #given(name) {
    return this.querySelector(`[data-words=${name}]`).value.trim();
  }

  #show(kind) {
    this.form.dataset.kind = kind;
    this.#surface.html = this.#words[kind] || (kind === "reply" ? this.#normal : "");
  }

  write(kind) {
    this.form.querySelector(`[name=kind][value=${kind}]`).click();
    this.#surface?.focus(this.hasWords ? "end" : "start");
  }

  #change = event => {
    if (event.target.name === "kind") {
      const before = this.form.dataset.kind;
      this.#words[before] = this.hasWordsOf(before) ? this.#surface.html : "";
      this.#show(event.target.value);
      this.#surface.focus(this.hasWords ? "end" : "start");
    } else if (event.target.matches("[data-attach]")) {
      this.tray.take(event.target.files);
      event.target.value = "";
    } else if (event.target.matches("address-chips, file-tray")) this.#changed();
  };

  hasWordsOf(kind) { return Boolean(this.#surface?.text.trim()) && this.#surface.html !== (kind === "reply" ? this.#normal : ""); }

  #click = event => {
    const button = event.target.closest("button");
    if (button?.dataset.write) this.write(button.dataset.write);
    else if (button?.dataset.format === "link") this.#askForLink();
    else if (button?.dataset.format) this.#surface.toggle(button.dataset.format);
    else if (button?.matches("[data-more-ways]")) { this.chips.forEach(chips => { chips.hidden = false; }); button.hidden = true; this.chips[1].typed.focus(); }
  };

  #light() {
    for (const button of this.querySelectorAll("[data-format]")) button.setAttribute("aria-pressed", String(this.#surface?.is(button.dataset.format) ?? false));
  }

  #askForLink() {
    const input = Object.assign(document.createElement("input"), { className: "input", type: "text", value: this.#surface.link, placeholder: "https://" });
    input.setAttribute("aria-label", this.dataset.link);
    const ask = Object.assign(document.createElement("div"), { className: "link-ask" });
    ask.append(input);
    this.querySelector(".link-ask")?.remove();
    this.tray.before(ask);
    input.focus();
    input.addEventListener("blur", () => ask.remove());
    input.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter") this.#surface.setLink(input.value.trim());
      else this.#surface.focus();
    });
  }

  #key = event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.form.requestSubmit(); }
    else if (event.key === "Escape" && event.target.closest(".ProseMirror")) document.activeElement.blur();
  };

  #paste = event => {
    const files = [...event.clipboardData?.files ?? []];
    if (!files.length) return;
    event.preventDefault();
    event.stopPropagation();
    this.tray.take(files);
  };

  #drag = event => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.form.toggleAttribute("data-dropping", event.type === "dragover");
    if (event.type === "drop") { event.stopPropagation(); this.tray.take(event.dataTransfer.files); }
  };

  #news = ({ detail: { messages } }) => {
    const others = messages.filter(item => item.id && !item.matches("[data-mine]"));
    if (!others.length || !this.hasWords || this.#isSending) return;
    const notice = this.querySelector("[data-news]");
    notice.querySelector("span").textContent = this.dataset.wrote.replace("%s", others.at(-1).querySelector(".head b").textContent);
    notice.hidden = false;
  };

  #changed() {
    this.#wrong("");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), PAUSE);
  }

  #written() {
    const form = new FormData(this.form);
    form.delete("text");
    form.set("html", this.hasWords ? this.#surface.html : "");
    return form;
  }

  async #keep({ keepalive = false } = {}) {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#isSending || !this.#surface) return;
    const body = this.#written();
    body.delete("client_key");
    const isKept = await fetch(`/conversations/${this.getAttribute("conversation")}/draft`, { method: "POST", body, keepalive }).then(answer => answer.ok, () => false);
    this.#hint(isKept ? (this.hasWords ? this.dataset.kept : "") : this.dataset.lost);
  }

  #leave = () => { if (this.#timer) this.#keep({ keepalive: true }); };

  #send = async event => {
    if (!this.#surface) return; // still the plain form
    event.preventDefault();
    if (this.#isSending) return;
    if (this.tray.isBusy) return this.#wrong(this.dataset.busy);
    this.chips.forEach(chips => chips.typed.blur()); // what was typed and not yet made a chip counts
    const body = this.#written();
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    this.#busy(true);
    clearTimeout(this.#timer);
    this.#timer = null;
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok) this.#sent(answer);
      else this.#wrong(answer.status === 422 ? Object.values((await answer.json()).errors).flat().join(" ") : this.dataset.failed);
    } catch {
      this.#wrong(this.dataset.failed);
    }
    this.#busy(false);
  };

  #sent(answer) {
    this.form.elements.client_key.value = crypto.randomUUID?.().replaceAll("-", "") ?? String(Math.random()).slice(2) + Date.now();
    this.#words[this.kind] = "";
    this.#show(this.kind);
    this.tray.clear();
    this.querySelector("[data-news]").hidden = true;
    this.#hint("");
    for (const [name, detail] of Object.entries(JSON.parse(answer.headers.get("HX-Trigger") ?? "{}"))) document.body.dispatchEvent(new CustomEvent(name, { detail }));
    document.querySelector("thread-view")?.toNewest();
  }

  #busy(isBusy) {
    this.#isSending = isBusy;
    this.querySelector("[data-send]").toggleAttribute("aria-busy", isBusy);
    if (isBusy) this.querySelector("[data-send]").setAttribute("aria-busy", "true");
  }

  #wrong(why) {
    const line = this.querySelector("[data-wrong]");
    line.querySelector("span").textContent = why;
    line.hidden = !why;
  }

  #hint(words) { this.querySelector("[data-hint]").textContent = words; }
}

customElements.define("reply-box", ReplyBox);
