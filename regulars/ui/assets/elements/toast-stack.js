/* Says that something is done, and offers to undo it, or that something should be looked at. Waits for "toast" events, which
   the server sends with its answer:
   HX-Trigger: {"toast": {"says": "Resolved.", "undo": "/conversations/42/reopen", "values": {}}}
   HX-Trigger: {"toast": {"says": "VIP care: gold waits.", "open": "/inbox/42", "label": "#42"}}

   <toast-stack role="status" aria-live="polite" undo="Undo" failed="That did not work. Nothing was changed.">
     <p class="toast"><span>Saved.</span></p>
   </toast-stack> */

const SECONDS = 7;

class ToastStack extends HTMLElement {
  connectedCallback() {
    document.body.addEventListener("toast", this.#say);
    document.body.addEventListener("htmx:responseError", this.#fail);
    document.body.addEventListener("htmx:sendError", this.#fail);
    this.addEventListener("click", this.#click);
    for (const toast of this.children) this.#expire(toast);
  }

  disconnectedCallback() {
    document.body.removeEventListener("toast", this.#say);
    document.body.removeEventListener("htmx:responseError", this.#fail);
    document.body.removeEventListener("htmx:sendError", this.#fail);
  }

  #say = ({ detail: { says, undo, values, open, label } }) => {
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.append(Object.assign(document.createElement("span"), { textContent: says }));
    if (undo) toast.append(this.#undoButton(undo, values));
    if (open) toast.append(Object.assign(document.createElement("a"), { href: open, textContent: label }));
    this.append(toast);
    while (this.children.length > 3) this.firstElementChild.remove();
    this.#expire(toast);
  };

  // Only what somebody did deserves words: a fragment that fetches itself tries again by itself.
  #fail = ({ detail: { requestConfig: { verb, triggeringEvent } } }) => {
    if (verb !== "get" || triggeringEvent?.type === "submit") this.#say({ detail: { says: this.getAttribute("failed") } });
  };

  #undoButton(address, values = {}) {
    const button = Object.assign(document.createElement("button"), { className: "undo", textContent: this.getAttribute("undo") });
    button.addEventListener("click", () => {
      button.closest(".toast").remove();
      htmx.ajax("POST", address, { source: this, values, swap: "none" });
    });
    return button;
  }

  #click = event => {
    if (!event.target.closest("button, a")) event.target.closest(".toast")?.remove();
  };

  // A toast that is being read or reached by keyboard stays.
  #expire(toast) {
    setTimeout(() => {
      if (toast.matches(":hover, :focus-within")) this.#expire(toast);
      else toast.remove();
    }, SECONDS * 1000);
  }
}

customElements.define("toast-stack", ToastStack);

// What an act is answered with reaches the page also when its button has been replaced meanwhile: the stream can be quicker than
// the answer, and htmx would tell it to an element that nobody hears any more.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, xhr } }) => {
  xhr.addEventListener("load", () => {
    const said = !elt.isConnected && xhr.getResponseHeader("HX-Trigger");
    if (!said) return;
    for (const [name, detail] of Object.entries(JSON.parse(said))) document.body.dispatchEvent(new CustomEvent(name, { detail }));
  }, { capture: true }); // before htmx, whose swap may be what takes the button away
});
