/* Rows to tick: one box for all on the page, and buttons that wait until something is chosen.

   <pick-rows>
     <input type="checkbox" data-every> <input type="checkbox" name="all" data-all>
     <button name="act" value="delete" data-sure="Delete them?">…</button>
     <input type="checkbox" name="letter" value="7"> …
   </pick-rows> */

class PickRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this.#changed);
    this.addEventListener("click", this.#sure);
    this.#show();
  }

  get rows() { return [...this.querySelectorAll("input[name=letter]")]; }
  get every() { return this.querySelector("[data-every]"); }
  get all() { return this.querySelector("[data-all]"); }

  #changed = event => {
    if (event.target === this.every) for (const row of this.rows) row.checked = this.every.checked;
    this.#show();
  };

  #show() {
    const chosen = this.rows.filter(row => row.checked).length;
    const isAll = this.all?.checked ?? false;
    this.every.checked = chosen === this.rows.length;
    this.every.indeterminate = chosen > 0 && chosen < this.rows.length;
    for (const button of this.querySelectorAll("button[name=act]")) button.disabled = !chosen && !isAll;
  }

  #sure = event => {
    const question = event.target.closest("[data-sure]")?.dataset.sure;
    if (question && !window.confirm(question)) event.preventDefault();
  };
}

customElements.define("pick-rows", PickRows);
