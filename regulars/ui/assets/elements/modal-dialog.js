/* A dialog that was fetched: opens itself, closes when its form was taken, and says in its place what was refused. On a page of
   its own, closing leads back.

   <modal-dialog back="/inbox/42">
     <dialog class="dialog"><form hx-post="…"><p data-wrong hidden></p> … <button type="button" data-close>Cancel</button></form></dialog>
   </modal-dialog> */

class ModalDialog extends HTMLElement {
  connectedCallback() {
    this.before = document.activeElement;
    this.dialog.showModal();
    this.dialog.addEventListener("close", this.#closed);
    this.addEventListener("click", this.#click);
    this.addEventListener("htmx:afterRequest", this.#answered);
  }

  get dialog() { return this.querySelector("dialog"); }

  #click = event => {
    if (event.target.closest("[data-close]") || event.target === this.dialog) this.dialog.close();
  };

  #answered = ({ detail: { xhr } }) => {
    if (xhr.status < 400) return this.dialog.close();
    const place = this.querySelector("[data-wrong]");
    if (!place || xhr.status !== 422) return;
    place.textContent = Object.values(JSON.parse(xhr.responseText).errors).flat().join(" ");
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
  };

  #closed = () => {
    if (!document.querySelector(".thread")) return location.assign(this.getAttribute("back"));
    this.before?.isConnected && this.before.focus();
    this.remove();
  };
}

customElements.define("modal-dialog", ModalDialog);
