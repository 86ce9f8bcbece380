/* The form of a rule: shows what belongs to what was chosen under “when”, and asks the server what conditions
   may ask and steps may do then. Without it the form still works: the server checks all of it.

   <rule-form address="/settings/rules/about" failed="…">
     <select name="when"><option value="message.received">…</option><option value="wait:unassigned">…</option></select>
     <div data-for-waits>…</div>
     <condition-editor about="…">…</condition-editor> <step-editor about="…">…</step-editor>
   </rule-form> */

class RuleForm extends HTMLElement {
  connectedCallback() {
    this.when = this.querySelector("[name=when]");
    this.when.addEventListener("change", () => this.#changed());
    this.#show();
  }

  #show() {
    const isWait = this.when.value.startsWith("wait:");
    for (const part of this.querySelectorAll("[data-for-waits]")) part.hidden = !isWait;
  }

  async #changed() {
    this.#show();
    const answer = await fetch(`${this.getAttribute("address")}?when=${encodeURIComponent(this.when.value)}`).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      const { conditions, steps } = await answer.json();
      this.querySelector("condition-editor").about = conditions;
      const editor = this.querySelector("step-editor");
      if (editor) editor.about = steps; // a rule that gives points has none
    } else document.body.dispatchEvent(new CustomEvent("toast", { detail: { says: this.getAttribute("failed") } }));
  }
}

customElements.define("rule-form", RuleForm);
