import {element} from "./element.js"

const BELL = "M6 8a4 4 0 0 1 8 0c0 4 1.5 5 1.5 5h-11S6 12 6 8m2.5 7.5a1.6 1.6 0 0 0 3 0"
const SILENT = `${BELL}M3 3l14 14`
const DONE = "m4.5 10.5 3.5 3.5 7.5-8"

/* Who one talks with, when an answer can be expected, and what one may do about it. */
export class Head {
  constructor(panel) {
    const {words, about} = (this.panel = panel)
    this.end = element("button", {type: "button", class: "quiet", "aria-label": words.end, title: words.end, hidden: true}, panel.icon(DONE))
    this.bell = element("button", {type: "button", class: "quiet"})
    this.wait = element("p", {text: about.wait})
    this.box = element("div", {class: "head"}, element("div", {}, element("h2", {dir: "auto", text: about.name}), this.wait), this.end, this.bell)
    this.end.addEventListener("click", () => { panel.area.focus(); panel.desk.post("end", {}).catch(() => {}) })
    this.bell.addEventListener("click", () => { panel.notice.mute(!panel.notice.isMuted); this.ring() })
    this.ring()
  }

  /* A page that was opened in the morning does not promise at night what was true then. */
  async renew() {
    await this.panel.renew()
    this.wait.textContent = this.panel.about.wait
  }

  ring() {
    const {words, notice} = this.panel
    const said = notice.isMuted ? words.unmute : words.mute
    this.bell.replaceChildren(this.panel.icon(notice.isMuted ? SILENT : BELL))
    this.bell.setAttribute("aria-label", said)
    this.bell.title = said
  }

  show(state, hasLines) {
    this.end.hidden = !hasLines || !state.conversation || state.is_over
  }
}
