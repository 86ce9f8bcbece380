/* The buttons that format: bold, italic, link, lists, quote, code, a block of code. Shown once the editor is there; lit where the cursor stands in such text.

   <format-bar hidden data-link="Address of the link"><button type="button" data-format="bold" aria-label="Bold">…</button></format-bar> */

class FormatBar extends HTMLElement {
  #surface;

  connectedCallback() {
    this.addEventListener("click", this.#click);
  }

  set surface(surface) {
    this.#surface = surface;
    this.hidden = false;
  }

  refresh() {
    for (const button of this.querySelectorAll("[data-format]")) button.setAttribute("aria-pressed", String(this.#surface?.is(button.dataset.format) ?? false));
  }

  #click = event => {
    const format = event.target.closest("[data-format]")?.dataset.format;
    if (format === "link") this.#askForLink();
    else if (format) this.#surface.toggle(format);
  };

  // A line above the buttons, not a dialog: the sentence that gets the link stays in sight.
  #askForLink() {
    const input = Object.assign(document.createElement("input"), { className: "input", type: "text", value: this.#surface.link, placeholder: "https://" });
    input.setAttribute("aria-label", this.dataset.link);
    const ask = Object.assign(document.createElement("div"), { className: "link-ask" });
    ask.append(input);
    this.parentElement.before(ask);
    input.focus();
    input.addEventListener("blur", () => ask.remove());
    input.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter") this.#surface.setLink(input.value.trim());
      else this.#surface.focus();
    });
  }
}

customElements.define("format-bar", FormatBar);
