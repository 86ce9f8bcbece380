import {element} from "./element.js"

const CSS = `
  .told { position: absolute; inset-block-end: calc(100% + 12px); inset-inline-end: 0; inline-size: min(320px, 100vw - 48px); }
  .card { box-sizing: border-box; display: grid; gap: 10px; padding: 16px; padding-inline-end: 48px; position: relative; border-radius: 16px;
    background: #fffefc; color: #241f1c; box-shadow: 0 0 0 1px #e3ddd5, 0 8px 28px rgb(0 0 0 / .2); animation: card .15s ease-out; overflow-wrap: anywhere; }
  .card p { margin: 0; white-space: pre-wrap; }
  .card .who { font-size: 13px; color: #5f5650; }
  .card button, .card a { all: unset; box-sizing: border-box; cursor: pointer; justify-self: start; display: inline-grid; place-items: center; min-block-size: 40px;
    padding-inline: 14px; border-radius: 10px; background: var(--accent); color: var(--on-accent); font-weight: 600; }
  .card .away { position: absolute; inset-block-start: 6px; inset-inline-end: 6px; padding: 0; min-inline-size: 40px; background: none; color: inherit; }
  .card button:focus-visible, .card a:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
  .card svg { inline-size: 16px; block-size: 16px; }
  @keyframes card { from { opacity: 0; translate: 0 4px } }
  @media (prefers-reduced-motion: reduce) { .card { animation: none } }
  @media (prefers-color-scheme: dark) { .card { background: #221e1b; color: #f1ece6; box-shadow: 0 0 0 1px #453e39, 0 8px 28px rgb(0 0 0 / .4); } .card .who { color: #b8aea5; } }`
const CROSS = "m5 5 10 10M15 5 5 15"

/* A few words above the button, over the page and moving nothing of it. Escape or the cross puts them away. */
export class Card {
  constructor(context) {
    Object.assign(this, context)
    this.place = element("div", {class: "told", role: "status"}) // it stands before the words come, so that they are read out
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, this.sheetOf(CSS)]
    this.root.prepend(this.place)
    const escaped = event => { if (event.key === "Escape") this.away?.() }
    document.addEventListener("keydown", escaped)
    this.place.addEventListener("keydown", escaped)
    new MutationObserver(() => { if (this.isChatOpen) this.clear() }).observe(this.button, {attributeFilter: ["aria-expanded"]})
  }

  get isChatOpen() {
    return this.button.getAttribute("aria-expanded") === "true"
  }

  get isShown() {
    return this.place.childElementCount > 0
  }

  /* `taken` is called when somebody takes what is offered, `away` when they do not want it. */
  show({who, text, words, link}, {taken, away}) {
    this.away = () => { this.clear(); away() }
    const offer = element(link ? "a" : "button", link ? {href: link, target: "_blank", rel: "noopener", text: words} : {type: "button", text: words})
    const cross = element("button", {type: "button", class: "away", "aria-label": this.about.words.dismiss}, this.icon(CROSS))
    offer.addEventListener("click", () => { this.clear(); taken() })
    cross.addEventListener("click", () => { this.away(); this.button.focus() })
    const said = element("p", {dir: "auto", text})
    this.place.replaceChildren(element("div", {class: "card"}, element("p", {class: "who", dir: "auto", text: who}), said, offer, cross))
  }

  clear() {
    this.away = null
    this.place.replaceChildren()
  }
}
