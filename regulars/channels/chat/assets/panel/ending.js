import {element} from "./element.js"

const UP = "M7 9v8H4V9zm0 0 3-6c1.5 0 2 1 2 2v3h4.2c1 0 1.6.8 1.4 1.8l-1.2 6A1.5 1.5 0 0 1 15 17H7"

/* When the talk is over: how it was, and a copy by mail. To write again is to go on. */
export class Ending {
  constructor(panel) {
    const {words} = (this.panel = panel)
    this.chosen = element("div", {class: "pair", role: "group", "aria-label": words.how},
      ...["good", "bad"].map(which => {
        const button = element("button", {type: "button", class: `mark ${which}`, "aria-pressed": "false"}, panel.icon(UP), element("span", {text: words[which]}))
        button.addEventListener("click", () => this.rate(which))
        return button
      }))
    this.comment = element("textarea", {rows: 2, dir: "auto", maxLength: 2000, "aria-label": words.comment, placeholder: words.comment})
    this.why = element("form", {class: "stack", hidden: true}, this.comment, element("button", {class: "keep", text: words.send}))
    this.copy = element("button", {type: "button", class: "plain", text: words.transcript})
    this.said = element("p", {role: "status"})
    this.asked = element("div", {class: "stack"}, element("p", {class: "strong", text: words.how}), this.chosen, this.why)
    this.card = element("section", {class: "slip", hidden: true, "aria-label": words.over}, element("p", {text: words.over}), this.asked, this.copy, this.said)
    this.why.addEventListener("submit", event => { event.preventDefault(); this.rate(this.which, this.comment.value.trim()) })
    this.copy.addEventListener("click", () => this.send())
  }

  show(state) {
    const wasHidden = this.card.hidden
    this.card.hidden = !state.is_over
    this.asked.hidden = state.is_past // whoever comes back after a month is not asked about that
    this.copy.hidden = state.is_past || !this.panel.mail.known
    if (wasHidden) { this.said.textContent = this.comment.value = ""; this.why.hidden = true }
    this.mark(state.is_over ? state.is_rated : null)
  }

  mark(which) {
    this.which = which
    for (const button of this.chosen.children) button.setAttribute("aria-pressed", String(button.classList.contains(which)))
  }

  async rate(which, comment = "") {
    const isDone = Boolean(comment)
    const isWell = await this.post("rating", {is_good: which === "good", comment})
    if (!isWell) return
    this.mark(which)
    this.why.hidden = isDone
    this.said.textContent = isDone ? this.panel.words.thanks : ""
    if (!isDone) { this.comment.focus(); this.panel.talk.toEnd() }
  }

  async send() {
    if (await this.post("transcript", {})) this.said.textContent = this.panel.words.transcript_sent.replace("%s", this.panel.mail.known)
  }

  async post(what, said) {
    const response = await this.panel.desk.post(what, said).catch(() => null)
    if (!response?.ok) this.said.textContent = this.panel.words.failed_again
    return response?.ok
  }
}
