/* Edits a condition: lines of field, operator and value, and groups of such lines, one level deep. `about` is what
   `conditions.describe` tells; the hidden field holds the tree, before and after. What is nested deeper stays as it is.
   `wrong` is a refusal: what it says of a place ("all.2: …") is shown there. Says "change" after each change.

   <condition-editor about='{"fields": […], "operators": {…}}' wrong="all.2: …">
     <input type="hidden" name="conditions" value='{"all": [{"field": "status", "is": "open"}]}'>
   </condition-editor> */

const GROUPS = { all: "all of these hold", any: "any of these holds", none: "none of these holds" };
const DAYS = ["today", "yesterday", "tomorrow"], SPANS = ["30 minutes", "4 hours", "1 day", "3 days", "1 week"];

/* An element with its properties, or attributes where only those exist. */
function make(tag, facts = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) name.includes("-") || name === "role" || name === "list" ? element.setAttribute(name, value) : element[name] = value;
  element.append(...inside);
  return element;
}

const option = (value, label, chosen) => make("option", { value, textContent: label, selected: String(value) === String(chosen) });
const select = (label, options, onchange) => make("select", { className: "input", "aria-label": label, onchange }, ...options);
const groupWord = tree => Object.keys(tree).find(key => key in GROUPS);

class ConditionEditor extends HTMLElement {
  connectedCallback() {
    if (this.tree) return;
    this.about = JSON.parse(this.getAttribute("about"));
    this.wrong = this.getAttribute("wrong") ?? "";
    this.hiddenField = this.querySelector("input[type=hidden]");
    this.classList.add("conditions");
    const tree = JSON.parse(this.hiddenField.value || '{"all": []}');
    this.tree = groupWord(tree) ? tree : { all: [tree] };
    this.#draw();
  }

  /* Draws everything anew, and keeps the focus on the control that has the same place. */
  #draw(focus) {
    this.querySelector(":scope > .group")?.remove();
    this.append(this.#group(this.tree, "", 0));
    if (focus) this.querySelector(focus)?.focus();
    this.hiddenField.value = JSON.stringify(this.tree);
  }

  #changed(focus) {
    this.wrong = "";
    if (focus) this.#draw(focus);
    this.hiddenField.value = JSON.stringify(this.tree);
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #group(group, path, depth, remove) {
    const word = groupWord(group), place = path ? `${path}.${word}` : word, parts = group[word];
    const fresh = () => this.#fresh(this.about.fields[0]);
    const add = part => { parts.push(part); this.#changed(`[data-place="${place}.${parts.length}"] select`); };
    const choice = select("Which of these must hold", Object.entries(GROUPS).map(([key, label]) => option(key, label, word)), () => {
      delete group[word];
      group[choice.value] = parts;
      this.#changed(`[data-place="${path}"] select`);
    });
    const rows = parts.map((part, index) => this.#part(part, `${place}.${index + 1}`, depth, () => {
      parts.splice(index, 1);
      this.#changed(`[data-place="${path}"] > .adding button`);
    }, changed => { parts[index] = changed; }));
    const adding = make("div", { className: "adding" }, make("button", { type: "button", className: "button small", textContent: "Add a condition", onclick: () => add(fresh()) }));
    if (!depth) adding.append(make("button", { type: "button", className: "button small quiet", textContent: "Add a group", onclick: () => add({ any: [fresh()] }) }));
    const head = make("div", { className: "line" }, choice, ...(remove ? [this.#cross("Remove this group", remove)] : []));
    return make("div", { className: "group", role: "group", "aria-label": depth ? "Group of conditions" : "Conditions", "data-place": path }, head, ...rows, adding);
  }

  #part(part, place, depth, remove, replace) {
    if (part.field !== undefined) return this.#leaf(part, place, remove, replace);
    if (groupWord(part) && !depth) return this.#group(part, place, depth + 1, remove);
    return make("div", { className: "line", role: "group", "data-place": place }, make("code", { textContent: JSON.stringify(part) }), this.#cross("Remove this condition", remove), ...this.#refusal(place));
  }

  /* What follows a control is made anew when it changes, and not the control itself: it keeps the focus and what is typed into it. */
  #leaf(leaf, place, remove, replace) {
    const line = make("div", { className: "line", role: "group", "aria-label": "Condition", "data-place": place });
    const put = (changed, control, rest) => {
      replace(leaf = changed);
      while (control.nextSibling) control.nextSibling.remove();
      line.append(...rest());
      this.#changed();
    };
    const operatorOf = () => Object.keys(leaf).find(key => key !== "field");
    const end = () => [...(this.#fieldOf(leaf.field) ? this.#values(leaf, operatorOf(), this.#fieldOf(leaf.field), place) : []), this.#cross("Remove this condition", remove), ...this.#refusal(place)];
    const rest = () => {
      const field = this.#fieldOf(leaf.field), named = (field?.operators ?? [operatorOf()]).map(each => option(each, this.about.operators[each]?.label ?? each, operatorOf()));
      const operators = select("Operator", named, () => put({ field: leaf.field, [operators.value]: this.#kept(leaf[operatorOf()], field, operatorOf(), operators.value) }, operators, end));
      const key = field?.is_open ? [make("input", { className: "input", "aria-label": "Name of the attribute", placeholder: "name", value: leaf.field.slice(field.name.length - 1),
        oninput: event => { leaf.field = field.name.slice(0, -1) + event.target.value.trim(); this.#changed(); } })] : [];
      return [...key, operators, ...end()];
    };
    const chosen = this.#fieldOf(leaf.field), fields = select("Field", [...(chosen ? [] : [option(leaf.field, leaf.field, leaf.field)]), ...this.about.fields.map(each => option(each.name, each.label, chosen?.name))], () =>
      put(this.#fresh(this.about.fields.find(each => each.name === fields.value)), fields, rest));
    line.append(fields, ...rest());
    return line;
  }

  /* The controls for what the operator takes. */
  #values(leaf, operator, field, place) {
    const takes = this.#takes(operator), set = value => { leaf[operator] = value; this.#changed(); };
    if (takes === "nothing" || takes === "several") return takes === "several" ? [this.#several(leaf, operator, field, place)] : [];
    if (takes === "range") return [0, 1].map(at => this.#control(field, takes, leaf[operator]?.[at], value => set(leaf[operator].with(at, value)), ["From", "To"][at]));
    return [this.#control(field, takes, leaf[operator], set, "Value")];
  }

  #control(field, takes, value, set, label) {
    const choices = field.kind === "boolean" ? [{ value: true, label: "yes" }, { value: false, label: "no" }] : field.choices;
    if (choices.length && !["span", "day"].includes(takes)) {
      const known = choices.some(each => String(each.value) === String(value)), options = choices.map(each => option(each.value, each.label, value));
      const unknown = known ? [] : [option("", value ? `#${value}` : "choose…", "")];
      return select(label, [...unknown, ...options], event => set(choices.find(each => String(each.value) === event.target.value)?.value ?? value));
    }
    const isDay = takes === "day" || (takes === "range" && ["day", "moment"].includes(field.kind));
    const hints = takes === "span" ? SPANS : isDay ? DAYS : [], list = hints.length && make("datalist", { id: `hints-${takes === "span" ? "span" : "day"}` }, ...hints.map(each => option(each, each)));
    if (list && !document.getElementById(list.id)) this.append(list);
    return make("input", { className: "input", "aria-label": label, value: value ?? "", placeholder: takes === "span" ? "30 minutes" : isDay ? "2026-05-14 or today" : "",
      inputMode: ["number", "reference"].includes(field.kind) ? "decimal" : "text", ...(list ? { list: list.id } : {}), oninput: event => set(isDay || takes === "span" ? event.target.value : this.#typed(field, event.target.value)) });
  }

  /* Several values as chips: Enter, a comma or a choice adds one, Backspace takes the last off. */
  #several(leaf, operator, field, place) {
    const values = leaf[operator], here = `[data-place="${place}"] .several > .input`;
    const add = value => { if (value !== "" && value !== undefined && !values.includes(value)) values.push(value); this.#changed(here); };
    const named = value => field.choices.find(each => each.value === value)?.label ?? String(value);
    const chips = values.map((value, index) => make("span", { className: "chip big" }, named(value), this.#cross(`Remove ${named(value)}`, () => { values.splice(index, 1); this.#changed(here); })));
    const left = field.choices.filter(each => !values.includes(each.value));
    const control = field.choices.length ? select("Add a value", [option("", "add…", ""), ...left.map(each => option(each.value, each.label))], () => add(left.find(each => String(each.value) === control.value)?.value))
      : make("input", { className: "input", "aria-label": "Add a value", placeholder: "add, then Enter", onchange: () => add(this.#typed(field, control.value.trim())),
        onkeydown: event => {
          if (["Enter", ","].includes(event.key)) { event.preventDefault(); add(this.#typed(field, control.value.trim())); }
          if (event.key === "Backspace" && !control.value && values.length) { values.pop(); this.#changed(here); }
        } });
    return make("span", { className: "several" }, ...chips, control);
  }

  #takes(operator) { return this.about.operators[operator]?.takes; }
  #cross(label, onclick) { return make("button", { type: "button", className: "button quiet small only-icon", "aria-label": label, textContent: "×", onclick }); }
  #refusal(place) { return this.wrong.startsWith(`${place}:`) ? [make("p", { className: "wrong", role: "alert", textContent: this.wrong.slice(place.length + 1).trim() })] : []; }
  #fieldOf(name) { return this.about.fields.find(each => each.name === name || (each.is_open && name.startsWith(each.name.slice(0, -1)))); }
  #fresh(field) { return { field: field.is_open ? field.name.slice(0, -1) : field.name, [field.operators[0]]: this.#empty(field, field.operators[0]) }; }
  #empty(field, operator) {
    const takes = this.#takes(operator), first = field.kind === "boolean" ? true : field.choices[0]?.value ?? "";
    return { nothing: true, several: [], range: ["", ""], one: first }[takes] ?? "";
  }
  /* The old value, where the new operator takes the same. */
  #kept(value, field, before, after) {
    if (this.#takes(before) === "one" && this.#takes(after) === "several" && value !== "") return [value];
    return this.#takes(before) === this.#takes(after) ? value : this.#empty(field, after);
  }
  /* What was typed, as JSON has it: a number stays text while it is none, so that the server can say so. */
  #typed(field, written) {
    if (field.kind === "anything" && ["true", "false"].includes(written)) return written === "true";
    return ["number", "reference", "anything"].includes(field.kind) && /^-?\d{1,15}(\.\d{1,15})?$/.test(written) ? Number(written) : written;
  }
}

customElements.define("condition-editor", ConditionEditor);
