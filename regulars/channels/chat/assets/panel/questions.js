import {element} from "./element.js"

/* What the house asks before the first message. Nothing that somebody wrote is lost for it: the message waits until it is answered. */
export class Questions {
  constructor(panel) {
    this.panel = panel
    this.asked = panel.about.questions.map(question => this.field(question))
    this.card = element("div", {class: "slip", role: "group", "aria-label": panel.words.before, hidden: true}, ...this.asked.map(({box}) => box))
  }

  field(question) {
    const {words} = this.panel
    const input = question.type === "choice" ? element("select", {}, element("option", {value: "", text: words.choose}), ...question.options.map(([value, text]) => element("option", {value, text})))
      : question.type === "long" ? element("textarea", {rows: 2, dir: "auto"}) : element("input", {type: question.type, dir: "auto", maxLength: 320})
    if (question.ask === "name") input.autocomplete = "name"
    if (question.ask === "address") input.autocomplete = "email"
    input.required = question.is_needed
    const wrong = element("p", {class: "wrong", hidden: true, role: "alert"})
    const label = element("label", {class: "stack"}, question.is_needed ? question.label : words.optional.replace("%s", question.label), input)
    input.addEventListener("input", () => this.tell({input, wrong}, ""))
    return {...question, input, wrong, box: element("div", {class: "stack"}, label, wrong)}
  }

  /* Who they are is asked once; what it is about, whenever something new begins. */
  show(isNew) {
    for (const each of this.asked) each.box.hidden = each.ask === "address" ? Boolean(this.panel.mail.known) : each.ask === "name" && this.panel.desk.get("named") === "yes"
    this.card.hidden = !isNew || this.asked.every(each => each.box.hidden)
  }

  /* The answers; null when one is missing, which is shown. */
  answers() {
    if (this.card.hidden) return {}
    const open = this.asked.filter(each => !each.box.hidden)
    const faults = open.filter(each => this.tell(each, each.input.checkValidity() ? "" : each.ask === "address" && each.input.value ? this.panel.words.wrong_address : this.panel.words.needed))
    faults[0]?.input.focus()
    return faults.length ? null : Object.fromEntries(open.filter(each => each.input.value.trim()).map(each => [each.ask, each.input.value.trim()]))
  }

  tell(each, text) {
    each.wrong.textContent = text
    each.wrong.hidden = !text
    each.input.setAttribute("aria-invalid", String(Boolean(text)))
    return Boolean(text)
  }

  given(answers) {
    if (answers.name) this.panel.desk.set("named", "yes")
    if (answers.address) this.panel.desk.set("address", answers.address)
  }
}
