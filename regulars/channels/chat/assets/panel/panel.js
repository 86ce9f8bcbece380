import {Desk} from "./desk.js"
import {element} from "./element.js"
import {Hearing} from "./hearing.js"
import {item} from "./lines.js"
import {Mail} from "./mail.js"
import {Outbox} from "./outbox.js"
import {Seeing} from "./seeing.js"
import {Store} from "./store.js"
import {CSS} from "./style.js"

const UP = "M10 16V4.5M5 9.3l5-4.8 5 4.8"

/* The chat itself, loaded when the button is first pressed. */
export function begin(context) {
  return new Panel(context)
}

class Panel {
  constructor(context) {
    Object.assign(this, context)
    this.words = context.about.words
    this.store = new Store(context.key)
    this.lines = new Map() // position → line
    this.last = 0 // the newest position
    this.desk = new Desk(context, this.store, () => this.forget())
    this.outbox = new Outbox(this)
    this.hearing = new Hearing(this, (name, facts) => this.hear(name, facts))
    this.mail = new Mail(this)
    this.draw()
    this.seeing = new Seeing(this)
    this.fill()
    addEventListener("online", () => this.outbox.retry?.())
    if (this.desk.isKnown) this.hearing.begin()
    this.outbox.send()
  }

  draw() {
    const {words, about} = this
    this.list = element("ol")
    this.talk = element("div", {class: "talk", tabIndex: 0, role: "log", "aria-label": words.talk}, this.list, this.mail.form)
    this.area = element("textarea", {rows: 1, "aria-label": words.write, placeholder: words.write, maxLength: about.longest})
    this.fine = element("p", {class: "fine", role: "status"})
    const send = element("button", {"aria-label": words.send}, this.icon(UP))
    const form = element("form", {class: "foot"}, element("div", {class: "ask"}, this.area, send), this.fine)
    this.panel = element("section", {class: "panel", role: "dialog", "aria-label": words.panel.replace("%s", about.name), hidden: true},
      element("div", {class: "head"}, element("h2", {text: about.name}), element("p", {text: about.wait})), this.talk, form)
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, this.sheetOf(CSS)]
    this.root.prepend(this.panel)
    form.addEventListener("submit", event => { event.preventDefault(); this.write() })
    this.area.addEventListener("keydown", event => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.write() }
    })
    this.panel.addEventListener("keydown", event => { if (event.key === "Escape") this.toggle() })
  }

  toggle() {
    this.panel.hidden = !this.panel.hidden
    this.setOpen(!this.panel.hidden)
    if (this.panel.hidden) return this.button.focus()
    this.talk.scrollTop = this.talk.scrollHeight
    this.area.focus()
    this.seeing.tell()
  }

  write() {
    const text = this.area.value.trim()
    if (!text) return
    this.area.value = ""
    this.outbox.write({text})
  }

  fill() {
    const greeting = {is_ours: true, name: this.about.name, text: this.about.greeting}
    const shown = [...this.lines.values()].sort((one, other) => one.position - other.position)
    const coming = [...this.outbox.pending.values()].sort((one, other) => one.at - other.at)
    this.list.replaceChildren(...[greeting, ...shown, ...coming].map(line => item(line, this.words)))
    this.mail.show(shown.length || coming.length)
    this.talk.scrollTop = this.talk.scrollHeight
    this.news.textContent = this.seeing.unread ? String(this.seeing.unread) : ""
    this.say()
  }

  say() {
    const address = this.mail.known
    this.fine.textContent = this.isAway ? this.words.offline : address ? this.words.by_mail.replace("%s", address) : ""
  }

  hear(name, line) {
    if (name !== "line") return
    this.last = Math.max(this.last, line.position)
    this.lines.set(line.position, line)
    this.outbox.arrived(line.client_id)
    this.seeing.came(line)
    this.fill()
    this.seeing.tell()
  }

  setAway(isAway) {
    if (this.isAway === isAway) return
    this.isAway = isAway
    this.say()
    if (!isAway) this.outbox.retry?.()
  }

  forget() {
    this.lines.clear()
    this.last = 0
    this.seeing.forget()
    this.hearing.stop()
  }
}
