import {Blobs} from "./blobs.js"
import {Desk} from "./desk.js"
import {element} from "./element.js"
import {Emoji} from "./emoji.js"
import {Ending} from "./ending.js"
import {Head} from "./head.js"
import {Hearing} from "./hearing.js"
import {Mail} from "./mail.js"
import {Notice} from "./notice.js"
import {Outbox} from "./outbox.js"
import {Points} from "./points.js"
import {Questions} from "./questions.js"
import {Seeing} from "./seeing.js"
import {Store} from "./store.js"
import {CSS} from "./style.js"
import {Talk} from "./talk.js"
import {Tray} from "./tray.js"
import {Typing} from "./typing.js"

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
    this.blobs = new Blobs()
    this.lines = new Map() // position → line
    this.last = 0 // the newest position
    this.state = {} // as the desk says that the talk stands
    this.desk = new Desk(context, this.store, () => this.forget())
    this.outbox = new Outbox(this)
    this.hearing = new Hearing(this, (name, facts) => this.hear(name, facts))
    this.talk = new Talk(this)
    this.tray = new Tray(this)
    this.emoji = new Emoji(this)
    this.mail = new Mail(this)
    this.ending = new Ending(this)
    this.questions = new Questions(this)
    this.notice = new Notice(this)
    this.head = new Head(this)
    this.points = new Points(this)
    this.draw()
    this.seeing = new Seeing(this)
    this.fill()
    addEventListener("online", () => this.outbox.retry?.())
    document.addEventListener("regulars:identity", ({detail}) => this.become(detail))
    visualViewport?.addEventListener("resize", () => this.fit())
    visualViewport?.addEventListener("scroll", () => this.fit())
    if (this.desk.isKnown) this.hearing.begin()
    this.outbox.send()
  }

  draw() {
    const {words, about} = this
    this.now = element("p", {class: "now", role: "status"})
    this.coming = element("div", {class: "says coming", dir: "auto", "aria-hidden": "true", hidden: true}) // the line itself is read aloud
    this.talk.box.append(this.coming, this.now, this.mail.form, this.ending.card, this.questions.card)
    this.area = element("textarea", {rows: 1, dir: "auto", "aria-label": words.write, placeholder: words.write, maxLength: about.longest, enterKeyHint: "send"})
    this.fine = element("p", {class: "fine", role: "status"})
    const send = element("button", {class: "send", "aria-label": words.send, title: words.send}, this.icon(UP))
    const form = element("form", {class: "foot"}, this.tray.list, this.tray.wrong, this.emoji.list,
      element("div", {class: "ask"}, this.tray.button, this.tray.input, this.area, this.emoji.button, send), this.fine)
    this.panel = element("section", {class: "panel", role: "dialog", "aria-label": words.panel.replace("%s", about.name), hidden: true},
      element("div", {}, this.head.box, this.points.box), this.talk.box, form)
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, this.sheetOf(CSS)]
    this.root.prepend(this.panel)
    this.tray.listen(this.panel, this.area)
    this.typing = new Typing(this, this.area)
    this.takeDraft()
    this.area.addEventListener("input", () => this.store.set(`draft.${this.desk.who}`, this.area.value))
    form.addEventListener("submit", event => { event.preventDefault(); this.write() })
    this.area.addEventListener("keydown", event => {
      if (event.key === "Enter" && !event.shiftKey && !isComposing(event)) { event.preventDefault(); this.write() }
    })
    this.panel.addEventListener("keydown", event => { if (event.key === "Escape" && !isComposing(event)) this.toggle() })
  }

  takeDraft() {
    this.area.value = this.store.get(`draft.${this.desk.who}`) ?? ""
  }

  /* On a page that stays somebody has signed in, or out: of whoever sat here before nothing is shown or sent. */
  become(identity) {
    if (!this.desk.become(identity)) return
    this.outbox.begin()
    this.tray.empty()
    for (const {input} of [{input: this.mail.address}, ...this.questions.asked]) input.value = ""
    delete this.about.greeted
    this.takeDraft()
    this.points.show()
    this.fill()
    if (this.desk.isKnown) this.hearing.begin()
    this.outbox.send()
  }

  toggle() {
    this.panel.hidden = !this.panel.hidden
    this.setOpen(!this.panel.hidden)
    if (this.panel.hidden) return this.button.focus()
    this.talk.toEnd()
    this.points.show()
    this.head.renew()
    const isTouched = matchMedia("(pointer: coarse)").matches // there the keyboard would cover what one came to read
    ;(isTouched ? this.talk.box : this.area).focus()
    this.seeing.tell()
  }

  /* A phone's keyboard covers the page without making it smaller: the panel keeps to what can be seen. */
  fit() {
    const {height, offsetTop, scale} = visualViewport
    if (scale > 1.01) return // somebody has zoomed in
    const style = this.root.host.style
    const wasAtEnd = this.talk.isAtEnd
    style.setProperty("--height", `${height}px`)
    style.setProperty("--top", `${offsetTop}px`)
    if (wasAtEnd) this.talk.toEnd()
  }

  async write() {
    const text = this.area.value.trim()
    if (!text && !this.tray.chosen.length) return
    const answers = this.questions.answers()
    if (!answers) return
    this.questions.given(answers)
    this.area.value = ""
    this.typing.stop()
    this.outbox.write({text, answers, files: await this.tray.take()})
    if (!this.area.value) this.store.drop(`draft.${this.desk.who}`) // only now it is kept elsewhere
  }

  fill(how) {
    const greeting = {is_ours: true, name: this.about.name, text: this.about.greeted ?? this.about.greeting}
    const shown = [...this.lines.values()].sort((one, other) => one.position - other.position)
    const coming = [...this.outbox.pending.values()].sort((one, other) => one.at - other.at)
    this.talk.show([greeting, ...shown, ...coming], how)
    this.questions.show(!coming.length && (!shown.length || this.state.is_over))
    this.mail.show(shown.length || coming.length)
    this.news.textContent = this.seeing.unread ? String(this.seeing.unread) : ""
    this.ending.show(this.state)
    this.head.show(this.state, shown.length > 0)
    this.say()
  }

  say() {
    const address = this.mail.known
    this.fine.textContent = this.isAway ? this.words.offline : address ? this.words.by_mail.replace("%s", address) : ""
    const {typing, queue, coming = ""} = this.state
    const now = typing ? this.words.typing.replace("%s", typing) : queue || ""
    if (this.now.textContent === now && this.coming.textContent === coming) return
    const wasAtEnd = this.talk.isAtEnd
    this.now.textContent = now
    this.coming.textContent = coming
    this.coming.hidden = !coming
    if (wasAtEnd) this.talk.toEnd()
  }

  hear(name, facts) {
    if (name === "line") this.hearLine(facts)
    else if (name === "state") { this.state = facts; this.fill() }
  }

  hearLine(line) {
    this.last = Math.max(this.last, line.position)
    const sent = this.outbox.pending.get(line.client_id)?.files ?? []
    line.files.forEach((file, at) => { file.id = sent[at]?.id }) // its bytes are still at hand
    this.lines.set(line.position, line)
    if (line.is_ours) Object.assign(this.state, {typing: "", queue: "", coming: ""}) // the desk says so, too, a moment later
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
    this.talk.forget()
    this.last = 0
    this.state = {}
    this.seeing.forget()
    this.hearing.stop()
  }
}

/* Safari tells of the key that ends a composition only when it has ended; then its code is that of no key. */
function isComposing(event) {
  return event.isComposing || event.keyCode === 229
}
