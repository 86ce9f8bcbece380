/* Edits a condition: lines of field, operator and value, and groups of such lines within each other. `about` is what
   `conditions.describe` tells, with its words; the hidden field holds the tree, before and after. A `not` is shown as “none of
   these”, which means the same. `wrong` is a refusal: what it says of a place ("all.2: …") is shown there. Says "change".

   <condition-editor about='{"fields": […], "operators": {…}, "words": {…}, "deepest": 8}' wrong="all.2: …">
     <input type="hidden" name="conditions" value='{"all": [{"field": "status", "is": "open"}]}'>
   </condition-editor>

   Another `about` (other facts of another event) may be set at any time: `editor.about = {…}`. */

import { cross, make, option, select } from "./value-control.js";

const GROUPS = ["all", "any", "none"];
const groupWord = tree => Object.keys(tree).find(key => GROUPS.includes(key));
const operatorOf = leaf => Object.keys(leaf).find(key => key !== "field");

/* The tree with `none` instead of `not`: one word less to explain. */
function read(tree) {
  if ("not" in tree) return { none: [read(tree.not)] };
  const word = groupWord(tree);
  return word ? { [word]: tree[word].map(read) } : { ...tree };
}

class ConditionEditor extends HTMLElement {
  #about;

  connectedCallback() {
    if (this.tree) return;
    this.#about ??= JSON.parse(this.getAttribute("about"));
    this.wrong = (this.getAttribute("wrong") ?? "").replace(/^[^:]*/, place => place.replace(/\bnot\b/g, "none.1"));
    this.hiddenField = this.querySelector("input[type=hidden]");
    this.classList.add("conditions");
    const tree = read(JSON.parse(this.hiddenField.value || '{"all": []}'));
    this.tree = groupWord(tree) ? tree : { all: [tree] };
    this.#draw();
  }

  get about() { return this.#about; }
  set about(about) {
    this.#about = about;
    if (this.tree) this.#draw();
  }
  get words() { return this.#about.words; }

  /* Draws everything anew, and puts the focus on what was made. */
  #draw(focus) {
    this.querySelector(":scope > .group")?.remove();
    this.append(this.#group(this.tree, "", 1));
    if (focus) this.querySelector(focus)?.focus();
  }

  #changed(focus) {
    this.wrong = "";
    if (focus) this.#draw(focus);
    this.hiddenField.value = JSON.stringify(this.tree);
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #group(group, path, depth, remove) {
    const word = groupWord(group), place = path ? `${path}.${word}` : word, parts = group[word], words = this.words;
    const add = part => { parts.push(part); this.#changed(`[data-place="${place}.${parts.length}"] select`); };
    const choice = select(words.which, GROUPS.map(each => option(each, words[each], word)), () => {
      delete group[word];
      group[choice.value] = parts;
      this.#changed(`[data-place="${path}"] select`);
    });
    const rows = parts.map((part, index) => {
      const taken = () => { parts.splice(index, 1); this.#changed(`[data-place="${path}"] > .adding button`); };
      const here = `${place}.${index + 1}`;
      return groupWord(part) ? this.#group(part, here, depth + 1, taken) : this.#leaf(part, here, taken, changed => { parts[index] = changed; });
    });
    const button = (label, kind, part) => make("button", { type: "button", className: `button small ${kind}`, textContent: label, onclick: () => add(part()) });
    const fresh = () => this.#fresh(this.about.fields[0]);
    const adding = make("div", { className: "adding" }, button(words.add_condition, "", fresh), ...(depth < this.about.deepest ? [button(words.add_group, "quiet", () => ({ any: [fresh()] }))] : []));
    const head = make("div", { className: "line" }, choice, ...(remove ? [cross(words.remove_group, remove)] : []));
    return make("div", { className: "group", role: "group", "aria-label": depth > 1 ? words.group : words.conditions, "data-place": path }, head, ...rows, adding);
  }

  /* What follows a control is made anew when it changes, and not the control itself: it keeps the focus and what is typed into it. */
  #leaf(leaf, place, remove, replace) {
    const words = this.words, line = make("div", { className: "line", role: "group", "aria-label": words.condition, "data-place": place });
    const put = (changed, control, rest) => {
      replace(leaf = changed);
      while (control.nextSibling) control.nextSibling.remove();
      line.append(...rest());
      this.#changed();
    };
    const end = () => [...this.#values(leaf), cross(words.remove_condition, remove), ...this.#refusal(place)];
    const rest = () => {
      const field = this.#fieldOf(leaf.field), before = operatorOf(leaf), named = (field?.operators ?? [before]).map(each => option(each, this.about.operators[each]?.label ?? each, before));
      const operators = select(words.operator, named, () => put({ field: leaf.field, [operators.value]: this.#kept(leaf[operatorOf(leaf)], field, operatorOf(leaf), operators.value) }, operators, end));
      const key = field?.is_open ? [make("input", { className: "input", "aria-label": words.attribute, placeholder: words.name, value: leaf.field.slice(field.name.length - 1),
        onchange: event => event.stopPropagation(), oninput: event => { leaf.field = field.name.slice(0, -1) + event.target.value.trim(); this.#changed(); } })] : [];
      return [...key, operators, ...end()];
    };
    const chosen = this.#fieldOf(leaf.field), unknown = chosen ? [] : [option(leaf.field, leaf.field, leaf.field)];
    const fields = select(words.field, [...unknown, ...this.about.fields.map(each => option(each.name, each.label, chosen?.name))], () =>
      put(this.#fresh(this.about.fields.find(each => each.name === fields.value)), fields, rest));
    line.append(fields, ...rest());
    return line;
  }

  /* The controls for what the operator takes. */
  #values(leaf) {
    const operator = operatorOf(leaf), field = this.#fieldOf(leaf.field), takes = this.#takes(operator), words = this.words;
    if (!field || takes === "nothing") return [];
    const control = (label, value, set) => make("value-control", { about: { kind: field.kind, choices: field.choices, takes, label }, value, words,
      onchange: event => { event.stopPropagation(); set(event.target.value); this.#changed(); } });
    if (takes !== "range") return [control(words.value, leaf[operator], value => { leaf[operator] = value; })];
    return [words.from, words.to].map((label, at) => control(label, leaf[operator]?.[at], value => { leaf[operator] = leaf[operator].with(at, value); }));
  }

  #takes(operator) { return this.about.operators[operator]?.takes; }
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
}

customElements.define("condition-editor", ConditionEditor);
