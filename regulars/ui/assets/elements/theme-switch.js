/* Light or dark: changes the page at once and remembers the choice on the server.

   <theme-switch address="/settings/theme"><button class="button quiet only-icon" aria-label="Light or dark">…</button></theme-switch> */

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#turn);
  }

  #turn = event => {
    if (!event.target.closest("button")) return;
    const root = document.documentElement;
    const isDark = root.dataset.theme === "dark" || (root.dataset.theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = isDark ? "light" : "dark";
    htmx.ajax("POST", this.getAttribute("address"), { source: this, values: { theme: root.dataset.theme }, swap: "none" });
  };
}

customElements.define("theme-switch", ThemeSwitch);
