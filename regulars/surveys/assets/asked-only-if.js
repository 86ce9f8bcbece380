/* A question that is asked only after certain answers. The server decides; this spares people what is not for them.

<asked-only-if data-when='{"question": "score", "most": 6}'><fieldset>…</fieldset></asked-only-if>
*/
customElements.define("asked-only-if", class extends HTMLElement {
  connectedCallback() {
    this.when = JSON.parse(this.dataset.when);
    this.form = this.closest("form");
    this.look = () => this.show();
    this.form.addEventListener("change", this.look);
    this.show();
  }

  disconnectedCallback() { this.form.removeEventListener("change", this.look); }

  show() {
    const holds = this.holds();
    this.hidden = !holds;
    for (const each of this.querySelectorAll("input, textarea")) each.disabled = !holds;
  }

  holds() {
    const { question, least, most, words } = this.when;
    const given = new FormData(this.form).getAll(question).filter(Boolean);
    if (!given.length) return false;
    if (least !== undefined || most !== undefined) return Number(given[0]) >= (least ?? -Infinity) && Number(given[0]) <= (most ?? Infinity);
    return !words?.length || given.some((each) => words.includes(each));
  }
});
