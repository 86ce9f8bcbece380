/* A table whose rows are put in order: by dragging the handle, by the arrow keys on it, or by touch. Posts the new place
   (`to=2`), and says in words what has moved.

   <row-order address="/settings/rules/%d/move" says="%s is number %d now" failed="It could not be kept.">
     <table><tbody><tr data-id="3"><td><button class="handle" aria-label="Move “VIP care”">⠿</button></td>…</tr></tbody></table>
     <p class="unseen" role="status"></p>
   </row-order> */

class RowOrder extends HTMLElement {
  #moved = null; // the row that is being dragged
  #before = []; // the order that was kept last

  connectedCallback() {
    this.#before = this.rows;
    this.addEventListener("keydown", this.#key);
    this.addEventListener("pointerdown", this.#lift);
    this.addEventListener("pointermove", this.#carry);
    this.addEventListener("pointerup", this.#drop);
    this.addEventListener("pointercancel", this.#drop);
  }

  get rows() { return [...this.querySelectorAll("tr[data-id]")]; }

  #key = event => {
    const handle = event.target.closest(".handle"), by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!handle || !by) return;
    event.preventDefault();
    const row = handle.closest("tr"), rows = this.rows, other = rows[rows.indexOf(row) + by];
    if (!other) return;
    by < 0 ? other.before(row) : other.after(row);
    handle.focus();
    this.#keep(row);
  };

  #lift = event => {
    const handle = event.target.closest(".handle");
    if (!handle || event.button) return;
    this.#moved = handle.closest("tr");
    this.#moved.dataset.state = "lifted";
    this.setPointerCapture(event.pointerId); // the handle leaves the page for a moment when its row moves
    event.preventDefault();
    handle.focus();
  };

  #carry = event => {
    if (!this.#moved) return;
    const under = this.rows.find(row => row !== this.#moved && event.clientY > row.getBoundingClientRect().top && event.clientY < row.getBoundingClientRect().bottom);
    if (!under) return;
    const isLater = this.rows.indexOf(under) > this.rows.indexOf(this.#moved), box = under.getBoundingClientRect();
    const isPastMiddle = isLater ? event.clientY > box.top + box.height / 2 : event.clientY < box.top + box.height / 2;
    if (isPastMiddle) isLater ? under.after(this.#moved) : under.before(this.#moved);
  };

  #drop = () => {
    if (!this.#moved) return;
    const row = this.#moved;
    delete row.dataset.state;
    this.#moved = null;
    if (this.rows.some((each, index) => each !== this.#before[index])) this.#keep(row);
  };

  async #keep(row) {
    const rows = this.rows, body = new URLSearchParams({ to: rows.indexOf(row) + 1 });
    const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
    rows.forEach((each, index) => { each.querySelector(".place").textContent = index + 1; });
    const answer = await fetch(this.getAttribute("address").replace("%d", row.dataset.id), { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      this.#before = rows;
      this.querySelector("[role=status]").textContent = this.getAttribute("says").replace("%s", row.querySelector("b").textContent).replace("%d", rows.indexOf(row) + 1);
      return;
    }
    this.#before.forEach((each, index) => { each.parentNode.append(each); each.querySelector(".place").textContent = index + 1; });
    document.body.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { says: this.getAttribute("failed") } }));
  }
}

customElements.define("row-order", RowOrder);
