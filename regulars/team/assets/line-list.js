/* A list of lines of which one may add more, from its template, and take some away. Says "change" then, as its fields do.

   <line-list>
     <div class="lines"><div class="line"><input name="mon_from"><button type="button" data-remove>×</button></div></div>
     <template><div class="line"><input name="mon_from"><button type="button" data-remove>×</button></div></template>
     <button type="button" data-add>Add a time</button>
   </line-list> */

class LineList extends HTMLElement {
  connectedCallback() { this.addEventListener("click", this.#click); }

  get lines() { return this.querySelector(":scope > .lines"); }

  /* The same values as another list has. */
  copy(other) {
    this.lines.replaceChildren();
    for (const line of other.lines.children) {
      const values = [...line.querySelectorAll("input, select")].map(field => field.value);
      this.#add().querySelectorAll("input, select").forEach((field, index) => { field.value = values[index]; });
    }
    this.#changed();
  }

  #click = event => {
    const removed = event.target.closest("[data-remove]")?.closest(".line");
    if (event.target.closest("[data-add]")) {
      this.#add().querySelector("input").focus();
    } else if (removed) {
      const next = removed.nextElementSibling ?? removed.previousElementSibling;
      removed.remove();
      (next?.querySelector("[data-remove]") ?? this.querySelector("[data-add]")).focus();
      this.#changed();
    }
  };

  #add() {
    const line = this.querySelector(":scope > template").content.firstElementChild.cloneNode(true);
    this.lines.append(line);
    return line;
  }

  #changed() { this.dispatchEvent(new Event("change", { bubbles: true })); }
}

customElements.define("line-list", LineList);
