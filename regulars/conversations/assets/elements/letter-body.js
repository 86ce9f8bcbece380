/* The frame of a letter: as tall as what is in it; unfolds the quoted text and fetches remote pictures when asked.

   <letter-body>
     <iframe src="/messages/7/body" sandbox="allow-same-origin"></iframe>
     <button data-show="quoted">…</button> <button data-show="pictures">Show remote images</button>
   </letter-body> */

class LetterBody extends HTMLElement {
  #watcher;

  connectedCallback() {
    this.frame.addEventListener("load", this.#loaded);
    this.addEventListener("click", this.#click);
    if (this.frame.contentDocument?.readyState === "complete") this.#loaded();
  }

  disconnectedCallback() {
    this.#watcher?.disconnect();
  }

  get frame() { return this.querySelector("iframe"); }

  #loaded = () => {
    const page = this.frame.contentDocument;
    if (!page?.body) return;
    this.#watcher?.disconnect();
    this.#watcher = new ResizeObserver(() => this.#measure(page));
    this.#watcher.observe(page.body);
    this.#measure(page);
    page.addEventListener("keydown", this.#key);
  };

  // Keys that are pressed in the frame are for the page around it: R after selecting quotes.
  #key = ({ key, code, shiftKey, repeat, ctrlKey, metaKey, altKey }) => {
    if (!ctrlKey && !metaKey && !altKey) document.dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, repeat, bubbles: true, cancelable: true }));
  };

  #measure(page) {
    const wide = page.documentElement.scrollWidth > page.documentElement.clientWidth; // room for a sideways scrollbar
    this.frame.height = Math.ceil(page.body.getBoundingClientRect().height) + (wide ? 18 : 0);
  }

  #click = event => {
    const button = event.target.closest("[data-show]");
    if (!button) return;
    const address = new URL(this.frame.src);
    address.searchParams.set(button.dataset.show, "1");
    this.frame.src = address;
    button.remove();
  };
}

customElements.define("letter-body", LetterBody);
