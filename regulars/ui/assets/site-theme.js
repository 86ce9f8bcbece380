/* Light or dark on customers' pages: the choice stays in this browser, so that a page is the same for everybody and may be
   kept by whoever serves it. Runs before the page is painted; without it, the system decides.

   <theme-choice><button class="button quiet only-icon" type="button" aria-label="Light or dark">…</button></theme-choice> */

(() => {
  const root = document.documentElement;
  const chosen = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const show = () => { root.dataset.theme = ["light", "dark"].includes(chosen()) ? chosen() : "system"; };
  show();
  addEventListener("storage", show);

  customElements.define("theme-choice", class extends HTMLElement {
    connectedCallback() { this.addEventListener("click", this.#turn); }

    #turn = () => {
      const isDark = root.dataset.theme === "dark" || (root.dataset.theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
      try { localStorage.setItem("theme", isDark ? "light" : "dark"); } catch { /* a private window: for this page alone */ }
      root.dataset.theme = isDark ? "light" : "dark";
    };
  });

  // An open list of languages closes with Escape and with a click beside it.
  const close = except => document.querySelectorAll("details[data-drops][open]").forEach(list => { if (!list.contains(except)) list.open = false; });
  addEventListener("click", event => close(event.target));
  addEventListener("keydown", event => {
    const list = event.key === "Escape" && document.querySelector("details[data-drops][open]");
    if (list) { list.open = false; list.querySelector("summary").focus(); }
  });
})();
