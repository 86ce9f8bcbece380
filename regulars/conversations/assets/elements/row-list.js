/* The list of the inbox: J and K walk through it, the open conversation is marked, and it keeps itself fresh without moving.
   When the agent is done with a conversation ("conversation:done"), the next one opens, or the list, as they like it.

   <row-list id="rows" address="/inbox/rows?view=mine">
     <button class="unseen" data-step="1" data-key="j"></button>
     <div class="all"><a class="row" id="row-42" href="/inbox/42">…</a></div>
   </row-list> */

const EVERY = 1500; // milliseconds between two looks at what others do: fifty open lists must not ask for each letter
const SPREAD = 500; // milliseconds at most by which lists that heard the same come one after the other

class RowList extends HTMLElement {
  #lookedAt = 0;
  #later = 0;
  #isAsking = false;
  #isStale = false;
  #opened = Promise.resolve();
  #place = 0; // of the open conversation, also when it has left the list

  connectedCallback() {
    this.addEventListener("click", this.#click);
    document.body.addEventListener("live:inbox", this.#hear);
    document.body.addEventListener("live:resync", this.#hear);
    document.addEventListener("visibilitychange", this.#return);
    document.body.addEventListener("htmx:afterSettle", this.#mark);
    document.body.addEventListener("conversation:done", this.#goOn);
    document.body.addEventListener("message:taken-back", this.#goBack);
    this.#mark();
    this.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }

  disconnectedCallback() {
    document.body.removeEventListener("live:inbox", this.#hear);
    document.body.removeEventListener("live:resync", this.#hear);
    document.removeEventListener("visibilitychange", this.#return);
    clearTimeout(this.#later);
    document.body.removeEventListener("htmx:afterSettle", this.#mark);
    document.body.removeEventListener("conversation:done", this.#goOn);
    document.body.removeEventListener("message:taken-back", this.#goBack);
  }

  get rows() { return [...this.querySelectorAll("a.row")]; }

  #click = event => {
    const step = event.target.closest("[data-step]");
    if (step) return this.#walk(Number(step.dataset.step));
    const row = event.target.closest("a.row");
    if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey) this.#choose(row);
  };

  // From the row in focus, else from the open one; the row is opened as it is reached.
  #walk(step) {
    const rows = this.rows;
    const at = rows.findIndex(row => row === document.activeElement || row.getAttribute("aria-current") === "true");
    const row = rows[at < 0 ? 0 : at + step];
    if (!row) return;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
    row.click();
  }

  #choose(row) {
    for (const each of this.rows) each.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    row.removeAttribute("data-unread");
    // htmx swaps in the wrong way for a row that has left the page: fresh rows wait until this one has been answered.
    this.#opened = new Promise(done => { row.addEventListener("htmx:afterRequest", done, { once: true }); setTimeout(done, 5000); });
  }

  #mark = () => {
    const path = location.pathname, rows = this.rows;
    for (const row of rows) row.toggleAttribute("aria-current", false);
    const at = rows.findIndex(row => row.pathname === path);
    if (at < 0) return;
    rows[at].setAttribute("aria-current", "true");
    this.#place = at;
  };

  // The one after it, or what took its place when it has left the list already; at the end, the one before.
  #goOn = ({ detail: { number } }) => {
    const { afterwards } = this.closest("[data-afterwards]").dataset;
    if (afterwards === "stay" || location.pathname !== `/inbox/${number}`) return;
    const rows = this.rows, at = rows.findIndex(row => row.pathname === location.pathname);
    const next = at < 0 ? rows[this.#place] ?? rows.at(-1) : rows[at + 1] ?? rows[at - 1];
    if (afterwards === "list" || !next) return location.assign(`/inbox${new URL(this.getAttribute("address"), location).search}`);
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    next.click();
  };

  // The words of an answer that was taken back wait in its own conversation.
  #goBack = ({ detail: { conversation } }) => {
    if (conversation && location.pathname !== `/inbox/${conversation}`) location.assign(`/inbox/${conversation}${new URL(this.getAttribute("address"), location).search}`);
  };

  // What this agent has done shows at once; what the stream tells of, in its turn; a page that nobody looks at waits.
  #hear = event => {
    if (document.hidden) { this.#isStale = true; return; }
    if (!event.detail?.topic) { this.#refresh(); return; }
    const rest = Math.max(0, this.#lookedAt + EVERY - Date.now());
    this.#later ||= setTimeout(this.#refresh, rest + Math.random() * SPREAD);
  };

  #return = () => {
    if (!document.hidden && this.#isStale && !this.#isAsking) { this.#isStale = false; this.#refresh(); }
  };

  // One question at a time; what happens meanwhile is asked for afterwards. The scroll stays where the reader left it.
  #refresh = async () => {
    clearTimeout(this.#later);
    this.#later = 0;
    if (this.#isAsking) { this.#isStale = true; return; }
    this.#isAsking = true;
    this.#lookedAt = Date.now();
    try {
      const answer = await fetch(`${this.getAttribute("address")}&shown=${this.rows.length}`, { headers: { "HX-Request": "true" } });
      const html = answer.ok && !answer.redirected ? await answer.text() : "";
      await this.#opened;
      if (html) htmx.swap(this.querySelector(".all"), html, { swapStyle: "innerHTML" });
    } finally {
      this.#isAsking = false;
      if (this.#isStale) { this.#isStale = false; this.#refresh(); }
    }
  };
}

customElements.define("row-list", RowList);
