/* A link to pass on: copied, or handed to whatever the device shares by.
   <share-link><input readonly value="https://…"><button data-copy data-done="Copied" hidden>Copy</button><button data-share="words" hidden>Share</button></share-link> */
customElements.define("share-link", class extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input"), copy = this.querySelector("[data-copy]"), share = this.querySelector("[data-share]");
    field.addEventListener("focus", () => field.select());
    copy.hidden = !navigator.clipboard;
    share.hidden = !navigator.share;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      const words = copy.querySelector("span"), before = words.textContent;
      words.textContent = copy.dataset.done;
      setTimeout(() => { words.textContent = before }, 2000);
    });
    share.addEventListener("click", () => navigator.share({ text: share.dataset.share }).catch(() => {})); // put away again
  }
});
