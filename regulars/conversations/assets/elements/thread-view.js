/* What was said: stays at the newest unless somebody reads further up, takes in what is new, and counts it.

   <thread-view address="/conversations/42/news" topic="conversation:42" last-event="7" agent="3">
     <ol><li class="message" id="message-9" data-position="3">…</li></ol>
     <p class="types"></p>
     <button class="newer" data-one="1 new message" data-many="%d new messages" data-newest="To the newest" hidden><span></span></button>
   </thread-view>

   Says "thread:news" with the new messages of others and the usual recipients of an answer now, so that whoever is writing learns of them. */

import { translate } from "../translating.js";

const SOON = 2000; // milliseconds
const NEAR = 80; // pixels from the end that still count as being there

class ThreadView extends HTMLElement {
  #unseen = 0;
  #answer = null; // on its way
  #isStale = false;
  #isLeaving = false; // for another page
  #lastEvent;

  connectedCallback() {
    this.#lastEvent = Number(this.getAttribute("last-event"));
    document.body.addEventListener(`live:${this.getAttribute("topic")}`, this.#ask);
    document.body.addEventListener("live:resync", this.#ask);
    document.body.addEventListener("who:here", this.#heard);
    addEventListener("beforeunload", this.#leave);
    this.addEventListener("scroll", this.#scrolled, { passive: true });
    this.pill.addEventListener("click", () => this.toNewest());
    this.addEventListener("click", this.#click);
  }

  disconnectedCallback() {
    document.body.removeEventListener(`live:${this.getAttribute("topic")}`, this.#ask);
    document.body.removeEventListener("live:resync", this.#ask);
    document.body.removeEventListener("who:here", this.#heard);
    removeEventListener("beforeunload", this.#leave);
  }

  #leave = () => {
    this.#isLeaving = true;
    setTimeout(() => { this.#isLeaving = false; }, SOON); // it was a file, then
  };

  /* The customer types in a chat. */
  #heard = ({ detail: { others } }) => { this.querySelector(".types").textContent = others.find(other => other.is_customer)?.says ?? ""; };

  get list() { return this.querySelector("ol"); }
  get pill() { return this.querySelector(".newer"); }
  get isAtNewest() { return Math.abs(this.scrollTop) < NEAR; } // the column is reversed: 0 is the end

  toNewest() {
    this.scrollTop = 0;
  }

  /* How far whoever looks at this page has the conversation before them. */
  get position() { return Math.max(0, ...[...this.list.querySelectorAll("[data-position]")].map(item => Number(item.dataset.position))); }

  /* What is new, now; resolves when it is here. */
  refresh() { return this.#ask(); }

  #ask = () => {
    if (this.#answer) this.#isStale = true;
    else this.#answer = this.#look().finally(() => { this.#answer = null; });
    return this.#answer;
  };

  async #look() {
    do {
      this.#isStale = false;
      try {
        const response = await fetch(`${this.getAttribute("address")}?${this.#standing}`, { headers: { "HX-Request": "true" } });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        if (!this.isConnected) return; // another conversation was opened meanwhile: the head that stands there is its
        if (response.redirected && new URL(response.url).pathname.startsWith("/inbox/")) return location.assign(response.url); // it was merged
        if (response.ok && !response.redirected) this.#take(page);
      } catch { /* the stream's own notice says that the connection is lost, and asks again when it is back */ }
    } while (this.#isStale);
  }

  get #standing() {
    const unsettled = [...this.list.querySelectorAll("[data-state=sending], [data-state=failed]")].map(item => item.id.slice("message-".length));
    return new URLSearchParams({ after: this.position, event: this.#lastEvent, watch: unsettled });
  }

  #take(page) {
    this.#replaceHead(page.querySelector("#head"));
    const isAtNewest = this.isAtNewest;
    const fresh = [...page.querySelectorAll("ol > li")].map(item => document.adoptNode(item)).filter(item => this.#place(item));
    const messages = fresh.filter(item => item.matches(".message"));
    const others = messages.filter(item => !item.matches(".ours, .note") || item.dataset.agent !== this.getAttribute("agent"));
    if (others.length) this.dispatchEvent(new CustomEvent("thread:news", { bubbles: true, detail: { messages: others, usual: JSON.parse(page.querySelector("[data-usual]").dataset.usual) } }));
    if (isAtNewest) this.scrollTop = 0;
    else this.#count(messages.filter(item => !item.matches(".ours")).length);
  }

  // True when the item is new; one that is here already is only brought up to date.
  #place(item) {
    if (item.matches(".event")) this.#lastEvent = Math.max(this.#lastEvent, Number(item.id.slice("event-".length)));
    const present = document.getElementById(item.id);
    if ("gone" in item.dataset) { present?.remove(); return false; }
    if (present && item.dataset.state === present.dataset.state && item.dataset.came === present.dataset.came) return false;
    if (present) present.replaceWith(item);
    else { item.classList.add("arrived"); this.list.append(item); }
    htmx.process(item);
    return !present;
  }

  // Not under somebody's hands: an open menu stays, and the head is new when it is closed.
  #replaceHead(head) {
    const present = document.getElementById("head");
    if (!head || !present) return;
    if (head.dataset.parts !== present.dataset.parts) return this.#begin();
    if (present.querySelector(".htmx-request")) return; // what its act is answered with must find it; it asks again then
    if (present.querySelector("[aria-expanded=true]")) return present.addEventListener("menu:close", () => this.#ask(), { once: true });
    const key = present.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const back = present.querySelector(".only-phone")?.href;
    present.replaceWith(document.adoptNode(head));
    if (back) head.querySelector(".only-phone").href = back;
    htmx.process(head);
    if (key) head.querySelector(`[data-key="${key}"]`)?.focus();
  }

  // Messages stand elsewhere now. Whoever has moved them is led to where they are: that must not be cut off.
  #begin() {
    if (this.#isLeaving || document.querySelector(".htmx-request")) setTimeout(this.#ask, SOON);
    else location.reload();
  }

  // A message in the reader's own language, below the words that it was written in.
  #click = async ({ target }) => {
    const button = target.closest("[data-translate]");
    if (!button) return;
    const bubble = button.closest(".message").querySelector(".bubble");
    const place = bubble.querySelector(".translated") ?? bubble.appendChild(Object.assign(document.createElement("div"), { className: "translated prose" }));
    const { html, wrong } = await translate(button, button.dataset.translate, new URLSearchParams(), this.getAttribute("failed"));
    place.setAttribute("role", "status");
    if (html) place.innerHTML = html; // made safe by the server
    else place.textContent = wrong;
    place.toggleAttribute("data-wrong", !html);
  };

  #count(number) {
    this.#unseen += number;
    this.#scrolled();
  }

  #scrolled = () => {
    if (this.isAtNewest) this.#unseen = 0;
    this.pill.hidden = this.isAtNewest;
    const { one, many, newest } = this.pill.dataset;
    this.pill.querySelector("span").textContent = this.#unseen > 1 ? many.replace("%d", this.#unseen) : this.#unseen ? one : newest;
  };
}

customElements.define("thread-view", ThreadView);
