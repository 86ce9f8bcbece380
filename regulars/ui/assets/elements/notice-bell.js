/* The bell: how much there is that its agent has not seen. What is about the conversation that they look at, they have seen.

   <notice-bell address="/notifications" topic="bell:3" data-some="%s new">
     <drop-menu><button aria-haspopup="menu" aria-label="Notifications">…<span class="badge new"></span></button>…</drop-menu>
   </notice-bell> */

class NoticeBell extends HTMLElement {
  #conversations = new Set();

  connectedCallback() {
    document.body.addEventListener(`live:${this.getAttribute("topic")}`, this.#ask);
    document.body.addEventListener("live:resync", this.#ask);
    document.body.addEventListener("htmx:pushedIntoHistory", this.#look);
    globalThis.addEventListener("focus", this.#look);
    this.#ask();
  }

  disconnectedCallback() {
    document.body.removeEventListener(`live:${this.getAttribute("topic")}`, this.#ask);
    document.body.removeEventListener("live:resync", this.#ask);
    document.body.removeEventListener("htmx:pushedIntoHistory", this.#look);
    globalThis.removeEventListener("focus", this.#look);
  }

  #ask = () => this.#count().then(this.#look);

  #count = async () => {
    try {
      const answer = await fetch(`${this.getAttribute("address")}/bell`, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const { count, conversations } = await answer.json();
      this.#conversations = new Set(conversations);
      this.#show(count);
    } catch { /* the stream's own notice says that the connection is lost, and asks again when it is back */ }
  };

  #show(count) {
    const button = this.querySelector("button");
    this.querySelector(".badge").textContent = count;
    this.dataset.name ??= button.getAttribute("aria-label");
    button.setAttribute("aria-label", count ? `${this.dataset.name}: ${this.dataset.some.replace("%s", count)}` : this.dataset.name);
  }

  // Only what stands before somebody's eyes: a page in the background, or of somebody who has left, shows nothing to anybody.
  #look = () => {
    const number = Number(location.pathname.match(/^\/inbox\/(\d+)$/)?.[1]);
    if (document.hidden || !document.hasFocus() || !this.#conversations.delete(number)) return;
    const seen = htmx.ajax("POST", `${this.getAttribute("address")}/seen`, { values: { conversation: number }, swap: "none" });
    seen.then(this.#count, () => {}); // what the server tells of it may come before a new page listens
  };
}

customElements.define("notice-bell", NoticeBell);
