import {element} from "./element.js"

/* Asks for an e-mail address, once: where answers go when the visitor has gone. */
export class Mail {
  constructor(panel) {
    const words = panel.words
    this.panel = panel
    this.address = element("input", {type: "email", "aria-label": words.address, placeholder: words.address, autocomplete: "email", maxLength: 320})
    this.wrong = element("p", {class: "wrong", role: "alert", hidden: true})
    this.form = element("form", {class: "slip", noValidate: true, hidden: true}, element("p", {text: words.ask_address}),
      element("div", {class: "pair"}, this.address, element("button", {class: "keep", text: words.keep})), this.wrong)
    this.form.addEventListener("submit", event => { event.preventDefault(); this.keep() })
  }

  get known() {
    return this.panel.desk.get("address")
  }

  show(hasWritten) {
    this.form.hidden = !this.panel.about.asks_address || Boolean(this.known) || !hasWritten
  }

  async keep() {
    const {desk, words} = this.panel
    this.wrong.hidden = true
    try {
      const address = this.address.value.trim()
      const response = await desk.post("address", {address})
      if (!response.ok && response.status !== 422) throw new Error(String(response.status))
      if (response.ok) desk.set("address", address)
      else this.wrong.textContent = words.wrong_address
      this.wrong.hidden = response.ok
    } catch {
      this.wrong.textContent = words.offline
      this.wrong.hidden = false
    }
    this.panel.fill()
  }
}
