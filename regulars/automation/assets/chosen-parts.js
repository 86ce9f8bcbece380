/* Shows the parts of a form that belong to what is chosen in it. Without it all of them stand there, and the server takes what fits.

   <chosen-parts><form>
     <select name="do"><option value="earn">…</option><option value="multiply">…</option></select>
     <div data-for="do:multiply">…</div>
     <div data-for="do:earn each:item|value">…</div>
   </form></chosen-parts> */

class ChosenParts extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.form.addEventListener("change", () => this.#show());
    this.#show();
  }

  #show() {
    for (const part of this.querySelectorAll("[data-for]")) {
      const wants = part.dataset.for.split(" ").map((want) => want.split(/:(.*)/));
      part.hidden = !wants.every(([name, value]) => value.split("|").includes(this.form.elements[name]?.value));
    }
  }
}

customElements.define("chosen-parts", ChosenParts);
