/* Recipients of one kind, as chips. What differs from the usual answer-to-all is marked: added ones in honey, left-out ones struck.

   <address-chips name="cc" usual='[{"name": "Ben", "address": "ben@x.example", "written": "Ben <ben@x.example>"}]'>
     <span class="way">cc</span>
     <span class="chip" data-address="ben@x.example"><input type="hidden" name="cc" value="Ben <ben@x.example>"><span>Ben</span></span>
     <input class="typed">
   </address-chips>

   Says "change" when somebody is added or taken off. */

// One person of several, as mail programs copy them: `Smith, John <john@x>; Doe, Jane <jane@x>`.
const EACH = /(?:"[^"]*"|[^;\n"<>@])*<[^<>]*>|[^\s,;<>]+@[^\s,;<>]+|[^,;\n]+/g;
const ADDRESS = /^(?:(.*?)\s*<)?([^\s<>@,;]+@[^\s<>@,;]+)>?$/;

class AddressChips extends HTMLElement {
  connectedCallback() {
    this.usual = JSON.parse(this.getAttribute("usual"));
    for (const chip of this.querySelectorAll(".chip")) this.#dress(chip);
    for (const person of this.usual) if (!this.#chipOf(person.address)) this.#strike(person);
    this.typed.addEventListener("keydown", this.#key);
    this.typed.addEventListener("blur", () => this.take());
    this.typed.addEventListener("paste", () => setTimeout(() => /[,;\n]/.test(this.typed.value) && this.take()));
    this.addEventListener("click", this.#click);
    document.body.addEventListener("address:allowed", this.#allowed);
  }

  disconnectedCallback() {
    document.body.removeEventListener("address:allowed", this.#allowed);
  }

  // An address that letters were stopped for may be written to again.
  #allowed = ({ detail: { address } }) => {
    for (const person of this.usual) if (person.address === address) person.stopped = "";
    for (const chip of this.querySelectorAll(`.chip[data-address="${CSS.escape(address)}"][data-stopped]`)) {
      delete chip.dataset.stopped;
      delete chip.dataset.state;
      chip.title = address;
    }
  };

  get typed() { return this.querySelector(".typed"); }
  get name() { return this.getAttribute("name"); }
  get addresses() { return [...this.querySelectorAll("input[type=hidden]")].map(input => input.value); }

  /* Back to the usual recipients, as after a message was sent. */
  restore(usual = this.usual) {
    this.typed.value = "";
    this.usual = usual;
    for (const chip of this.querySelectorAll(".chip")) chip.remove();
    for (const person of usual) this.#insert(person);
    if (this.name !== "to") this.hidden = !usual.length;
  }

  #key = event => {
    if (event.isComposing) return;
    if ((["Enter", ";"].includes(event.key) || (event.key === "," && this.typed.value.includes("@"))) && !event.ctrlKey && !event.metaKey) { event.preventDefault(); this.take(); }
    if (event.key === "Backspace" && !this.typed.value) this.#remove([...this.querySelectorAll(".chip:not([data-state=gone])")].at(-1));
  };

  /* What was typed becomes chips. */
  take() {
    const written = (this.typed.value.match(EACH) ?? []).map(part => part.replace(/^[\s,]+|\s+$/g, "")).filter(Boolean);
    this.typed.value = "";
    for (const part of written) {
      const [, name, address] = part.match(ADDRESS) ?? [null, "", part];
      if (this.#chipOf(address.toLowerCase())) continue;
      this.querySelector(`.chip[data-state=gone][data-address="${CSS.escape(address.toLowerCase())}"]`)?.remove();
      this.#insert({ name: name?.replace(/"/g, "") || address, address: address.toLowerCase(), written: part });
    }
    if (written.length) this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #insert({ name, address, written, stopped }) {
    const chip = Object.assign(document.createElement("span"), { className: "chip big outline", title: address });
    chip.dataset.address = address;
    if (stopped) chip.dataset.stopped = stopped;
    chip.append(Object.assign(document.createElement("input"), { type: "hidden", name: this.name, value: written }), this.#words(name));
    this.typed.before(chip);
    this.#dress(chip);
  }

  #strike(person) {
    const chip = Object.assign(document.createElement("span"), { className: "chip big outline", title: `${person.address}, ${this.dataset.left}` });
    chip.dataset.address = person.address;
    chip.dataset.state = "gone";
    chip.append(this.#words(person.name), this.#button("undo", `${this.dataset.restore}: ${person.name}`));
    this.typed.before(chip);
  }

  #dress(chip) {
    const name = chip.textContent.trim();
    const isUsual = this.usual.some(person => person.address === chip.dataset.address);
    if (!isUsual) { chip.dataset.state = "waiting"; chip.title = `${chip.dataset.address}, ${this.dataset.added}`; }
    if (!ADDRESS.test(chip.dataset.address)) chip.dataset.state = "overdue";
    if (chip.dataset.stopped) { chip.dataset.state = "overdue"; chip.title = chip.dataset.stopped; }
    chip.append(this.#button("x", `${this.dataset.remove}: ${name}`));
  }

  #words(name) {
    return Object.assign(document.createElement("span"), { className: "truncate", textContent: name });
  }

  #button(icon, label) {
    const button = Object.assign(document.createElement("button"), { type: "button", title: label });
    button.setAttribute("aria-label", label);
    button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="/static/ui/icons.svg#${icon}"/></svg>`;
    return button;
  }

  #click = event => {
    const chip = event.target.closest(".chip button")?.closest(".chip");
    if (chip) this.#remove(chip);
    else if (!event.target.closest(".chip")) this.typed.focus();
  };

  #remove(chip) {
    if (!chip) return;
    const person = this.usual.find(each => each.address === chip.dataset.address);
    const wasGone = chip.dataset.state === "gone";
    chip.remove();
    if (person && wasGone) this.#insert(person);
    else if (person) this.#strike(person);
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #chipOf(address) {
    return this.querySelector(`.chip[data-address="${CSS.escape(address)}"]:not([data-state=gone])`);
  }
}

customElements.define("address-chips", AddressChips);
