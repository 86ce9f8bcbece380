/* Faces of the others who are in this conversation now. Says every few seconds what this page does, and hears who else is there.

   <who-here address="/conversations/42/here" topic="onlookers:conversation:42"></who-here>

   Hears "composer:doing" (looking, writing, typing) from whoever writes; says "who:here" with the others. The head that it stands
   in is made anew now and then, so what is known lives outside of the element. */

import { freshKey, token } from "../sending.js";

const OFTEN = 4000; // milliseconds between two words while somebody types or others are there
const SELDOM = 10000;
const QUIET = 6000; // milliseconds without a letter after which typing is only writing
const MOVED = 300; // milliseconds in which a new head takes the place of the old one
const IDLE = 60000; // milliseconds without a touch after which nobody is at work here
const page = freshKey();
let touched = Date.now();
for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true, capture: true });

class Company {
  #element; #timer; #typed; #leaving;
  #doing = "looking";
  others = [];

  constructor(address, topic) {
    this.address = address;
    this.topic = topic;
    document.body.addEventListener(`live:${topic}`, this.#say);
    document.body.addEventListener("composer:doing", this.#heard);
    document.addEventListener("visibilitychange", this.#looked);
    addEventListener("pagehide", this.#gone);
    this.#say();
  }

  show(element) {
    clearTimeout(this.#leaving);
    this.#element = element;
    element.draw(this.others);
  }

  hide(element) {
    if (element === this.#element) this.#leaving = setTimeout(() => this.#end(), MOVED);
  }

  #end() {
    company = company === this ? null : company;
    document.body.removeEventListener(`live:${this.topic}`, this.#say);
    document.body.removeEventListener("composer:doing", this.#heard);
    document.removeEventListener("visibilitychange", this.#looked);
    removeEventListener("pagehide", this.#gone);
    this.#gone();
  }

  #heard = ({ detail: { doing } }) => {
    const was = this.#doing;
    this.#doing = doing;
    clearTimeout(this.#typed);
    if (doing === "typing") this.#typed = setTimeout(() => { this.#doing = "writing"; this.#say(); }, QUIET);
    if (doing !== was) this.#say();
  };

  #looked = () => document.hidden ? this.#gone() : this.#say();

  #gone = () => {
    clearTimeout(this.#timer);
    this.#post("gone", { keepalive: true }).catch(() => {});
  };

  #say = async () => {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    const answer = await this.#post(this.#doing).catch(() => null);
    if (answer?.ok && !answer.redirected) this.#take((await answer.json()).others);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#say, this.#doing === "typing" || this.others.length ? OFTEN : SELDOM);
  };

  #take(others) {
    if (company !== this) return; // the page shows another conversation by now
    this.others = others;
    this.#element?.draw(others);
    document.body.dispatchEvent(new CustomEvent("who:here", { detail: { others } }));
  }

  #post(doing, more = {}) {
    const active = Date.now() - touched < IDLE ? { active: 1 } : {};
    return fetch(this.address, { method: "POST", body: new URLSearchParams({ doing, page, ...active, csrfmiddlewaretoken: token("") }), ...more });
  }
}

let company = null;

class WhoHere extends HTMLElement {
  connectedCallback() {
    const address = this.getAttribute("address");
    if (company?.address !== address) company = new Company(address, this.getAttribute("topic"));
    company.show(this);
    this.company = company;
  }

  disconnectedCallback() { this.company.hide(this); }

  draw(others) {
    const drawn = JSON.stringify(others);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.replaceChildren(...others.map(other => this.#face(other)));
  }

  #face({ face, says, doing }) {
    const place = Object.assign(document.createElement("span"), { className: "onlooker", innerHTML: face, title: says });
    place.dataset.doing = doing;
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", says);
    return place;
  }
}

customElements.define("who-here", WhoHere);
