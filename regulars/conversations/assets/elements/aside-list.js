/* Where somebody else is asked about the conversation, card by card. Looks anew when one of them says something; a card that is
   open stays open, and what is being written in it stays.

   <aside-list class="asides" address="/conversations/42/asides" topic="conversation:42" waiting="1"></aside-list> */

import { freshKey } from "../sending.js";

class AsideList extends HTMLElement {
  #heard = new Set();

  connectedCallback() {
    this.#hear("asides:changed");
    this.addEventListener("htmx:afterRequest", this.#sent);
    if (this.getAttribute("waiting") !== "0") this.#look();
  }

  disconnectedCallback() {
    for (const name of this.#heard) document.body.removeEventListener(name, this.#look);
    this.#heard.clear();
  }

  // Whether it is new to us: what happened just before we began to listen, nobody told us.
  #hear(name) {
    if (this.#heard.has(name)) return false;
    this.#heard.add(name);
    document.body.addEventListener(name, this.#look);
    return true;
  }

  #look = async () => {
    const answer = await fetch(this.getAttribute("address")).catch(() => null);
    if (!answer?.ok || !this.isConnected) return; // the next thing that happens asks again
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const cards = [...page.querySelectorAll(".aside")];
    for (const card of cards) this.#place(document.adoptNode(card));
    const topics = cards.map(card => `live:conversation:${card.id.slice("aside-".length)}`);
    if (cards.length) topics.push(`live:${this.getAttribute("topic")}`);
    if (topics.filter(topic => this.#hear(topic)).length) this.#look();
  };

  #place(card) {
    const present = document.getElementById(card.id);
    if (present) {
      const isNews = card.querySelectorAll(".message").length > present.querySelectorAll(".message").length;
      card.open = present.open || (card.open && isNews);
      const words = present.querySelector("textarea");
      const isWriting = words && words === document.activeElement;
      if (words) card.querySelector("textarea")?.replaceWith(words);
      present.replaceWith(card);
      if (isWriting) words.focus();
    } else this.append(card);
    htmx.process(card);
  }

  #sent = ({ target, detail: { xhr } }) => {
    if (xhr.status === 422) this.#look(); // somebody wrote or answered meanwhile
    if (xhr.status >= 400 || !target.matches("form")) return;
    target.querySelector("textarea").value = "";
    target.elements.client_key.value = freshKey(); // what is written next is another message, also before the card is new
  };
}

customElements.define("aside-list", AsideList);
