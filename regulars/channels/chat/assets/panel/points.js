import {element} from "./element.js"

/* What somebody has whom the shop has signed in: their points in one line, and behind it their card for the till. */
export class Points {
  constructor(panel) {
    this.panel = panel
    this.box = element("details", {class: "points", hidden: true})
  }

  /* Asked each time the panel opens: at the counter they may have become more. */
  async show() {
    const {desk} = this.panel
    if (!desk.who) { this.box.hidden = true; return }
    const told = await desk.post("points", {language: desk.language}).then(answer => answer.ok ? answer.json() : {}).catch(() => null)
    if (told) this.draw(told)
  }

  draw({balance, tier, worth, number, programme, qr, next}) {
    this.box.hidden = !balance
    if (!balance) return
    const more = [element("p", {class: "strong", dir: "auto", text: programme}), worth && element("p", {text: worth}), next && element("p", {dir: "auto", text: next})]
    this.box.replaceChildren(
      element("summary", {}, element("span", {class: "strong", text: balance}), tier ? element("span", {text: tier}) : ""),
      element("div", {class: "member"}, drawn(qr, number), element("div", {}, ...more.filter(Boolean), element("p", {class: "number", text: number}))))
  }
}

function drawn({size, path}, number) {
  const [picture, bars] = ["svg", "path"].map(name => document.createElementNS("http://www.w3.org/2000/svg", name))
  picture.setAttribute("viewBox", `0 0 ${size} ${size}`)
  picture.setAttribute("role", "img")
  picture.setAttribute("aria-label", number)
  bars.setAttribute("d", path)
  picture.append(bars)
  return picture
}
