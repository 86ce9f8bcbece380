/* Selecting several rows of a list, and doing something with all of them. X selects the row in focus, Shift J selects and goes
   on, a click on a face or with Shift selects a range, Esc lets go. What was asked for greys the rows until it is done.

   <pick-bar list="rows" count="/bulk/count" one="1 selected" many="%d selected" pick="Select %s">
     <form hx-post="/bulk" hidden><input type="hidden" name="numbers">… <strong role="status"></strong> …</form>
     <div id="bulk-progress"></div>
   </pick-bar> */

class PickBar extends HTMLElement {
  #picked = new Set();
  #anchor = null;
  #watch = new MutationObserver(() => this.#dress());

  connectedCallback() {
    this.list.addEventListener("click", this.#click, true);
    this.list.addEventListener("change", this.#change);
    document.addEventListener("keydown", this.#escape);
    document.body.addEventListener("bulk:ended", this.#ended);
    document.body.addEventListener("bulk:refused", this.#refused);
    this.addEventListener("click", this.#act);
    this.addEventListener("htmx:beforeRequest", this.#begin);
    this.addEventListener("htmx:afterRequest", this.#answered);
    document.body.addEventListener("htmx:beforeRequest", this.#leave);
    document.body.addEventListener("htmx:afterRequest", this.#leave);
    this.#watch.observe(this.list.querySelector(".all"), { childList: true });
    this.#dress();
  }

  disconnectedCallback() {
    this.#watch.disconnect();
    document.removeEventListener("keydown", this.#escape);
    document.body.removeEventListener("bulk:ended", this.#ended);
    document.body.removeEventListener("bulk:refused", this.#refused);
    document.body.removeEventListener("htmx:beforeRequest", this.#leave);
    document.body.removeEventListener("htmx:afterRequest", this.#leave);
  }

  get list() { return document.getElementById(this.getAttribute("list")); }
  get form() { return this.querySelector("form"); }
  get rows() { return [...this.list.querySelectorAll("a.row")]; }

  // A checkbox over each face. It stands before its row, not inside: a link holds no other control.
  #dress() {
    for (const row of this.rows) {
      if (row.previousElementSibling?.matches(".pick")) continue;
      const box = Object.assign(document.createElement("input"), { type: "checkbox", tabIndex: -1, value: numberOf(row) });
      box.setAttribute("aria-label", this.getAttribute("pick").replace("%s", row.querySelector(".who")?.textContent ?? box.value));
      const place = Object.assign(document.createElement("span"), { className: "pick" });
      place.append(box);
      row.before(place);
    }
    this.#show();
  }

  #show() {
    for (const row of this.rows) {
      const isPicked = this.#picked.has(numberOf(row));
      row.toggleAttribute("data-picked", isPicked);
      row.previousElementSibling.firstElementChild.checked = isPicked;
    }
    const count = this.#picked.size;
    this.list.toggleAttribute("data-picking", count > 0);
    this.form.hidden = !count;
    this.form.numbers.value = [...this.#picked].join(",");
    if (!this.form.whole.value) this.#say(count === 1 ? this.getAttribute("one") : this.getAttribute("many").replace("%d", count));
    this.form.querySelector("[data-whole]").hidden = Boolean(this.form.whole.value);
  }

  #say(words) { this.form.querySelector("[role=status]").textContent = words; }

  #pick(row, isPicked = true) {
    if (!row) return;
    this.form.whole.value = "";
    if (isPicked) this.#picked.add(numberOf(row));
    else this.#picked.delete(numberOf(row));
    this.#anchor = row.id;
    this.#show();
  }

  #pickUpTo(row) {
    const rows = this.rows;
    const [from, to] = [Math.max(0, rows.findIndex(each => each.id === this.#anchor)), rows.indexOf(row)].sort((one, other) => one - other);
    for (const each of rows.slice(from, to + 1)) this.#picked.add(numberOf(each));
    this.#pick(row);
  }

  #click = event => {
    const key = event.target.closest("[data-pick]");
    if (key) return this.#byKey(key.dataset.pick);
    const row = event.target.closest("a.row");
    if (!row || !event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#pickUpTo(row);
  };

  #change = event => {
    const row = event.target.closest(".pick")?.nextElementSibling;
    if (row) this.#pick(row, event.target.checked);
  };

  #byKey(how) {
    const rows = this.rows;
    if (how === "all") { for (const row of rows) this.#picked.add(numberOf(row)); return this.#pick(rows.at(-1)); }
    const at = rows.findIndex(row => row === document.activeElement || (!this.list.contains(document.activeElement) && row.getAttribute("aria-current") === "true"));
    const row = rows[Math.max(0, at)];
    if (!row) return;
    this.#pick(row, how === "next" || !this.#picked.has(numberOf(row)));
    const reached = how === "next" ? rows[Math.max(0, at) + 1] ?? row : row;
    reached.focus();
    reached.scrollIntoView({ block: "nearest" });
  }

  #escape = event => {
    if (event.key !== "Escape" || event.defaultPrevented || !this.#picked.size || document.querySelector("dialog[open], drop-menu [aria-expanded=true]")) return;
    if (!event.target.closest?.("input:not([type=checkbox]), textarea, [contenteditable]")) this.#none();
  };

  #none() {
    this.#picked.clear();
    this.form.whole.value = "";
    this.#show();
  }

  #act = event => {
    if (event.target.closest("[data-none]")) this.#none();
    else if (event.target.closest("[data-whole]")) this.#whole();
    else if (event.target.closest("[data-dismiss]")) document.getElementById("bulk-progress").replaceChildren();
  };

  async #whole() {
    const answer = await fetch(`${this.getAttribute("count")}?address=${encodeURIComponent(this.form.address.value)}`).catch(() => null);
    if (!answer?.ok) return;
    const { says, fits } = await answer.json();
    if (fits) this.form.whole.value = "1";
    for (const row of fits ? this.rows : []) this.#picked.add(numberOf(row));
    this.#show();
    this.#say(says);
  }

  #begin = event => {
    if (event.detail.requestConfig.path !== this.form.getAttribute("hx-post")) return;
    for (const row of this.rows) row.toggleAttribute("data-leaving", this.#picked.has(numberOf(row)));
  };

  #answered = event => {
    if (event.detail.requestConfig.path !== this.form.getAttribute("hx-post")) return;
    if (event.detail.successful) { this.#none(); this.list.focus({ preventScroll: true }); }
    else this.#refused();
  };

  // The open one, too, is grey from the moment that it is settled; when that is refused, it comes back.
  #leave = ({ type, detail }) => {
    const number = detail.requestConfig.path.match(/^\/conversations\/(\d+)\/(?:resolve|snooze)$/)?.[1];
    if (number && detail.requestConfig.verb === "post") document.getElementById(`row-${number}`)?.toggleAttribute("data-leaving", type === "htmx:beforeRequest" || detail.successful);
  };

  // Nothing was done: the rows come back as they were, still selected.
  #refused = () => { for (const row of this.rows) row.removeAttribute("data-leaving"); };

  #ended = () => this.#refused();
}

function numberOf(row) { return row.id.slice("row-".length); }

customElements.define("pick-bar", PickBar);
