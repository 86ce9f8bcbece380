/* One value, or several, as their kind asks: a choice, a yes or no, a day, a length of time, a number, words. Made by the
   editors of conditions and of steps, and says "change" after each change; `value` is then as JSON has it.

   control = make("value-control", { about: { kind: "choice", label: "Value", choices: [{ value: "high", label: "High" }] }, value: "high", words });

   `about.takes` is what a condition's operator takes: "several" makes chips, "span" a length of time, "day" a day.
   `words` are the server's: `conditions.words`. */

const DAYS = ["today", "yesterday", "tomorrow"], SPANS = ["30 minutes", "4 hours", "1 day", "3 days", "1 week"];
let made = 0;

/* An element with its properties, or attributes where only those exist. */
export function make(tag, facts = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) name.includes("-") || ["role", "list"].includes(name) ? element.setAttribute(name, value) : element[name] = value;
  element.append(...inside);
  return element;
}

export const option = (value, label, chosen) => make("option", { value, textContent: label, selected: String(value) === String(chosen) });
export const select = (label, options, onchange) => make("select", { className: "input", "aria-label": label, onchange }, ...options);
export const cross = (label, onclick) => make("button", { type: "button", className: "button quiet small only-icon", "aria-label": label, textContent: "×", onclick });

/* A moment as the field for it wants it: in the time of this browser, to the minute. */
const localTime = written => written ? new Date(new Date(written) - new Date(written).getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : "";

class ValueControl extends HTMLElement {
  connectedCallback() { if (!this.firstChild) this.#draw(); }

  get isNumber() { return ["number", "reference"].includes(this.about.kind); }
  get isSpan() { return this.about.takes === "span" || this.about.kind === "span"; }
  get isDay() { return this.about.takes === "day" || (["moment", "day"].includes(this.about.kind) && !this.isSpan && this.about.takes); }
  get isMoment() { return this.about.kind === "moment" && !this.about.takes; }
  get choices() {
    if (this.about.kind === "boolean") return [{ value: true, label: this.words.yes }, { value: false, label: this.words.no }];
    return this.isSpan || this.isDay ? [] : this.about.choices ?? [];
  }

  #draw() {
    this.replaceChildren(...(this.about.takes === "several" ? [this.#chips()] : this.choices.length ? [this.#choice()] : this.about.kind === "long" ? [this.#long()] : this.#typed()));
  }

  #set(value) {
    this.value = value;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* What is optional may stay undefined: it is not named then. Null is a choice like others: nobody. */
  #choice() {
    const isKnown = this.choices.some(each => String(each.value) === String(this.value)), isMissing = this.value === "" || this.value === undefined;
    const gone = isMissing || isKnown ? [] : [option(this.value, `#${this.value}`, this.value)];
    const unknown = this.about.isOptional ? [option("", this.words.stays, isMissing ? "" : undefined), ...gone] : isKnown ? [] : [option("", isMissing ? this.words.choose : `#${this.value}`, "")];
    return select(this.about.label, [...unknown, ...this.choices.map(each => option(each.value, each.label, this.value))], event => {
      event.stopPropagation();
      const chosen = this.choices.find(each => String(each.value) === event.target.value);
      this.#set(chosen ? chosen.value : this.about.isOptional ? undefined : this.value);
    });
  }

  #long() {
    return make("textarea", { className: "input", rows: 4, "aria-label": this.about.label, value: this.value ?? "", onchange: event => event.stopPropagation(), oninput: event => this.#set(event.target.value) });
  }

  #typed() {
    if (this.isMoment) return [make("input", { className: "input", type: "datetime-local", "aria-label": this.about.label, value: localTime(this.value), onchange: event => event.stopPropagation(),
      oninput: event => this.#set(event.target.value && new Date(event.target.value).toISOString()) })];
    const hints = this.isSpan ? SPANS : this.isDay ? DAYS : [], placeholder = this.isSpan ? this.words.span : this.isDay ? this.words.day : "";
    const facts = { className: "input", "aria-label": this.about.label, value: this.value ?? "", placeholder, inputMode: this.isNumber ? "decimal" : "text" };
    return this.#hinted(facts, hints, { onchange: event => event.stopPropagation(), oninput: event => this.#set(this.#read(event.target.value)) });
  }

  /* A field with what may be chosen under it. Unlike a select, it takes nothing while somebody walks through with the arrow keys. */
  #hinted(facts, hints, heard) {
    if (!hints.length) return [make("input", { ...facts, ...heard })];
    const id = `hints-${++made}`;
    return [make("input", { ...facts, ...heard, list: id }), make("datalist", { id }, ...hints.map(each => option(each, each)))];
  }

  /* Several values as chips: Enter, a comma or a choice adds one, Backspace takes the last off. */
  #chips() {
    const values = this.value ?? [], choices = this.choices, left = choices.filter(each => !values.includes(each.value));
    const labelOf = each => choices.filter(other => other.label === each.label).length > 1 ? `${each.label} #${each.value}` : each.label;
    const named = value => choices.find(each => each.value === value)?.label ?? String(value);
    const put = changed => { this.#set(changed); this.#draw(); this.querySelector("input").focus(); };
    const found = written => choices.length ? left.find(each => labelOf(each).toLowerCase() === written.toLowerCase())?.value : this.#read(written);
    const add = input => {
      const value = input.value.trim() ? found(input.value.trim()) : undefined;
      input.setAttribute("aria-invalid", String(Boolean(input.value.trim()) && value === undefined));
      if (value !== undefined && !values.includes(value)) put([...values, value]);
    };
    const chips = values.map(value => make("span", { className: "chip big" }, named(value), cross(this.words.remove.replace("%s", named(value)), () => put(values.filter(each => each !== value)))));
    const facts = { className: "input", "aria-label": this.words.add, placeholder: this.words.enter };
    const heard = {
      onchange: event => { event.stopPropagation(); add(event.target); },
      oninput: event => { if (event.inputType === "insertReplacementText" || !event.inputType) add(event.target); },
      onkeydown: event => {
        if (["Enter", ","].includes(event.key)) { event.preventDefault(); add(event.target); }
        if (event.key === "Backspace" && !event.target.value && values.length) put(values.slice(0, -1));
      },
    };
    return make("span", { className: "several" }, ...chips, ...this.#hinted(facts, left.map(labelOf), heard));
  }

  /* What was typed, as JSON has it: a number stays text while it is none, so that the server can say so. */
  #read(written) {
    if (this.isSpan || this.isDay) return written;
    if (this.about.kind === "anything" && ["true", "false"].includes(written)) return written === "true";
    return (this.isNumber || this.about.kind === "anything") && /^-?\d{1,15}(\.\d{1,15})?$/.test(written) ? Number(written) : written;
  }
}

customElements.define("value-control", ValueControl);
