/* Who answers: says what is written here, and warns where somebody else has begun to answer first. A soft claim: it ends with
   their words or their page, and one can always write all the same. Notes are nobody's. */

import { ask } from "./asking.js";

export class Claim {
  #box; #line;
  #others = [];
  #isWaived = false;
  #isHeard = false;

  constructor(box, line) {
    this.#box = box;
    this.#line = line;
    document.body.addEventListener("who:here", this.#heard);
  }

  end() {
    document.body.removeEventListener("who:here", this.#heard);
    this.#say("looking");
  }

  get holder() { return this.#others.find(other => other.claims); }
  get #isBlocked() { return Boolean(this.holder && !this.#isWaived && this.#box.kind === "reply" && !this.#box.hasWords); }

  /* What stands in the box has changed. */
  typed() { this.#say(this.#box.kind === "reply" && this.#box.hasWords ? "typing" : "looking"); }

  /* The box shows something else: warn or not. */
  look() {
    this.#say(this.#box.kind === "reply" && this.#box.hasWords ? "writing" : "looking");
    this.#show();
  }

  /* Leads to the warning instead of the text while there is one. */
  focus() {
    if (this.#isBlocked) this.#line.querySelector("button").focus();
    return this.#isBlocked;
  }

  #heard = ({ detail: { others } }) => {
    const before = this.holder?.name;
    this.#others = others;
    if (!this.#isHeard) { this.#isHeard = true; this.look(); } // whoever asks came later than we did
    if (!this.holder) this.#isWaived = false;
    if (before !== this.holder?.name || this.#line.dataset.says !== this.holder?.says) this.#show();
  };

  #show() {
    const { holder } = this;
    const isShown = holder && this.#box.kind === "reply" && !this.#isWaived;
    this.#box.isOpen = !this.#isBlocked;
    this.#line.dataset.says = holder?.says ?? "";
    const isFocused = this.#line.contains(document.activeElement);
    ask(this.#line, isShown ? holder.says : "", isShown && this.#isBlocked ? [[this.#box.dataset.writeAnyway, () => this.#waive()]] : []);
    if (isFocused) this.#line.querySelector("button")?.focus();
  }

  #waive() {
    this.#isWaived = true;
    this.#show();
    this.#box.focus();
  }

  #say(doing) { document.body.dispatchEvent(new CustomEvent("composer:doing", { detail: { doing } })); }
}
