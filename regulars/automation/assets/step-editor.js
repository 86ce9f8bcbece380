/* Edits steps: what is done, with what, in which order. `about` is what `describe_steps` tells; the hidden field holds the
   steps, before and after. `wrong` is a refusal: what it says of a place ("steps.1.priority: …") is shown there. Alt with an
   arrow key moves a step. Says "change" after each change.

   <step-editor about='{"steps": [{"do": "tag", "label": "Put a tag on", "takes": [{"name": "tag", …}]}], "words": {…}}' wrong="">
     <input type="hidden" name="steps" value='[{"do": "tag", "tag": "vip"}]'>
   </step-editor>

   Another `about` (an event with a message to act on) may be set at any time: `editor.about = {…}`. */

import { cross, make, option, select } from "../ui/elements/value-control.js";

class StepEditor extends HTMLElement {
  #about;

  connectedCallback() {
    if (this.steps) return;
    this.#about ??= JSON.parse(this.getAttribute("about"));
    this.wrong = this.getAttribute("wrong") ?? "";
    this.hiddenField = this.querySelector("input[type=hidden]");
    this.steps = JSON.parse(this.hiddenField.value || "[]");
    this.#draw();
  }

  get about() { return this.#about; }
  set about(about) {
    this.#about = about;
    if (this.steps) this.#draw();
  }
  get words() { return this.#about.words; }

  #capability(name) { return this.#about.steps.find(each => each.do === name); }

  #draw(focus) {
    this.querySelector(":scope > .list")?.remove();
    const add = make("button", { type: "button", className: "button small", textContent: this.words.add_step, onclick: () => {
      this.steps.push(this.#fresh(this.#about.steps[0].do));
      this.#changed(`[data-place="steps.${this.steps.length}"] select`);
    } });
    const rows = this.steps.map((step, index) => this.#step(step, index));
    this.append(make("div", { className: "list" }, ...(rows.length ? [make("ol", { className: "steps" }, ...rows)] : []), make("div", { className: "adding" }, add)));
    if (focus) this.querySelector(focus)?.focus();
  }

  #changed(focus) {
    this.wrong = "";
    if (focus) this.#draw(focus);
    this.hiddenField.value = JSON.stringify(this.steps);
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #step(step, index) {
    const place = `steps.${index + 1}`, known = this.#capability(step.do), words = this.words;
    const unknown = known ? [] : [option(step.do, step.do, step.do)];
    const verbs = select(words.do, [...unknown, ...this.#about.steps.map(each => option(each.do, each.label, step.do))], event => {
      event.stopPropagation();
      this.steps[index] = this.#kept(step, verbs.value);
      this.#changed(`[data-place="${place}"] select`);
    });
    const away = cross(words.remove_step, () => { this.steps.splice(index, 1); this.#changed(".adding button"); });
    const values = (known?.takes ?? []).map(about => this.#value(step, about, place));
    const head = make("div", { className: "line" }, verbs, make("span", { className: "moves" }, this.#move(index, -1, words.earlier, "↑"), this.#move(index, 1, words.later, "↓"), away));
    const parts = [head, ...values, ...this.#refusal(place), ...this.#refusal(`${place}.do`)];
    return make("li", {}, make("div", { className: "step", "data-place": place, role: "group", "aria-label": `${words.step} ${index + 1}`, onkeydown: event => this.#key(event, index) }, ...parts));
  }

  #value(step, about, place) {
    const { name } = about, control = make("value-control", { about, words: this.words, value: step[name], onchange: event => {
      event.stopPropagation();
      if (control.value === undefined) delete step[name];
      else step[name] = control.value;
      this.#changed();
    } });
    return make("div", { className: "value" }, make("span", { className: "label", "aria-hidden": "true", textContent: about.label }), control, ...this.#places(about.places, control), ...this.#refusal(`${place}.${name}`));
  }

  /* What may be put into a text: chosen, it stands where the cursor was. */
  #places(places, control) {
    if (!places) return [];
    const chooser = select(this.words.put_in, [option("", this.words.put_in), ...places.map(each => option(each.name, each.label))], event => {
      event.stopPropagation();
      const text = control.querySelector("textarea");
      text.setRangeText(`{{${chooser.value}}}`, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input"));
      chooser.value = "";
      text.focus();
    });
    chooser.classList.add("small", "places");
    return [chooser];
  }

  #move(index, by, label, sign) {
    const button = make("button", { type: "button", className: "button quiet small only-icon", "aria-label": label, title: label, textContent: sign, onclick: () => this.#swap(index, index + by, sign) });
    button.disabled = !(index + by in this.steps);
    return button;
  }

  #swap(from, to, sign) {
    if (!(to in this.steps)) return;
    [this.steps[from], this.steps[to]] = [this.steps[to], this.steps[from]];
    this.#changed(`[data-place="steps.${to + 1}"] ${sign ? `.moves button:nth-child(${sign === "↑" ? 1 : 2}):enabled, [data-place="steps.${to + 1}"] .moves button:enabled` : "select"}`);
  }

  #key(event, index) {
    const by = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.#swap(index, index + by);
  }

  #fresh(name) {
    const takes = this.#capability(name).takes.filter(about => !about.isOptional);
    return { do: name, ...Object.fromEntries(takes.map(about => [about.name, about.kind === "boolean" ? false : about.choices[0]?.value ?? ""])) };
  }
  /* Another verb with what it takes as the old one did: what was written stays. */
  #kept(step, name) {
    const takes = this.#capability(name).takes.map(about => about.name);
    return { ...this.#fresh(name), ...Object.fromEntries(Object.entries(step).filter(([value]) => takes.includes(value))), do: name };
  }
  #refusal(place) {
    return this.wrong.startsWith(`${place}:`) ? [make("p", { className: "wrong", role: "alert", textContent: this.wrong.slice(place.length + 1).trim() })] : [];
  }
}

customElements.define("step-editor", StepEditor);
