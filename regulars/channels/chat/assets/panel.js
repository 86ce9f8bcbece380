/* The chat itself, loaded when the button is first pressed. What somebody writes is kept in their browser until the desk has
   said that it has it, and sent again after a lost network or a reload; its id makes it one message however often it is sent. */

const CSS = `
  .panel { --ink: #241f1c; --quiet: #5f5650; --line: #e3ddd5; --sunk: #f3f0ea; --back: #fffefc; --wrong: #a3271b;
    box-sizing: border-box; display: grid; grid-template-rows: auto minmax(0, 1fr) auto; overflow: hidden; position: absolute;
    inset-block-end: calc(100% + .75rem); inset-inline-end: 0; inline-size: min(25rem, 100vw - 3rem); block-size: min(42rem, 100dvh - 7.25rem);
    border-radius: 1rem; background: var(--back); color: var(--ink); box-shadow: 0 0 0 1px var(--line), 0 12px 40px rgb(0 0 0 / .22); }
  .panel[hidden] { display: none; }
  .panel * { box-sizing: border-box; margin: 0; }
  .head { padding: .75rem 1rem; border-block-end: 1px solid var(--line); }
  h2 { font-size: 1rem; line-height: 1.4; }
  .head p, .fine, .from, .state { font-size: .8125rem; color: var(--quiet); }
  .talk { overflow-y: auto; overscroll-behavior: contain; padding: 1rem; }
  .talk:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
  ol { list-style: none; padding: 0; display: grid; gap: .875rem; }
  li { display: grid; gap: .25rem; justify-items: start; max-inline-size: 88%; overflow-wrap: anywhere; }
  .says { padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .75rem; white-space: pre-wrap; line-height: 1.5; }
  .says a { color: inherit; }
  .mine { justify-self: end; justify-items: end; }
  .mine .says { background: var(--sunk); border-color: var(--sunk); }
  .wrong { color: var(--wrong); font-size: .8125rem; }
  .foot { border-block-start: 1px solid var(--line); padding: .5rem .625rem .625rem; display: grid; gap: .375rem; }
  .ask { display: flex; align-items: end; gap: .25rem; padding: .125rem; border: 1px solid #8a8078; border-radius: .75rem; }
  .ask:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
  textarea, input { font: inherit; color: inherit; background: none; border: 0; outline: 0; }
  textarea { flex: 1; min-inline-size: 0; resize: none; padding: .4rem .5rem; max-block-size: 8rem; field-sizing: content; }
  .ask button, .keep { all: unset; box-sizing: border-box; cursor: pointer; display: grid; place-items: center; min-inline-size: 2.5rem; min-block-size: 2.5rem;
    border-radius: .625rem; background: var(--accent); color: var(--on-accent); }
  .keep { padding-inline: .75rem; font-weight: 600; }
  .keep:focus-visible, .ask button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
  .mail { display: grid; gap: .375rem; padding: .75rem; border-radius: .75rem; background: var(--sunk); margin-block-start: .875rem; font-size: .875rem; }
  .mail div { display: flex; gap: .375rem; }
  .mail input { flex: 1; min-inline-size: 0; padding: .375rem .5rem; border: 1px solid #8a8078; border-radius: .5rem; background: var(--back); }
  .fine { text-align: center; }
  [hidden] { display: none !important; }
  @media (prefers-color-scheme: dark) {
    .panel { --ink: #f1ece6; --quiet: #b8aea5; --line: #453e39; --sunk: #322c28; --back: #221e1b; --wrong: #ffb4a9; } }
  @media (max-width: 520px) {
    .panel { position: fixed; inset: 0; inline-size: 100vw; block-size: 100dvh; border-radius: 0; }
    .panel:not([hidden]) ~ .facade { position: fixed; inset-block-start: .5rem; inset-block-end: auto; inset-inline-end: .5rem; min-block-size: 2.75rem; min-inline-size: 2.75rem; }
    .head { padding-inline-end: 3.75rem; } }`
const UP = "M10 16V4.5M5 9.3l5-4.8 5 4.8"
const LONGEST_PAUSE = 30_000 // milliseconds
const SILENT_AFTER = 40_000 // milliseconds: the desk says something every fifteen seconds
const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g

export function begin(context) {
  return new Panel(context)
}

function element(name, facts = {}, ...within) {
  const made = document.createElement(name)
  for (const [word, value] of Object.entries(facts)) {
    if (word in made && typeof value !== "string") made[word] = value
    else if (word === "text") made.textContent = value
    else made.setAttribute(word, value)
  }
  made.append(...within)
  return made
}

const pause = failures => Math.min(LONGEST_PAUSE, 1000 * 2 ** failures) * (0.5 + Math.random() / 2)
const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds))

/* What outlives this page. Each unsent message has a key of its own, so that two tabs never write over each other. */
class Store {
  constructor(key) {
    this.prefix = `regulars.chat.${key}.`
    this.beside = new Map() // where a browser lets nothing be stored
  }

  get(name) {
    try {
      return localStorage.getItem(this.prefix + name) ?? this.beside.get(name) ?? null
    } catch {
      return this.beside.get(name) ?? null
    }
  }

  set(name, value) {
    this.beside.delete(name)
    try {
      localStorage.setItem(this.prefix + name, value)
    } catch {
      this.beside.set(name, value)
    }
  }

  drop(name) {
    this.beside.delete(name)
    try {
      localStorage.removeItem(this.prefix + name)
    } catch { /* it was never there */ }
  }

  /* The messages that the desk has not acknowledged, in the order in which they were written. */
  unsent() {
    const names = new Set(this.beside.keys())
    try {
      for (let at = 0; at < localStorage.length; at++) names.add(localStorage.key(at).slice(this.prefix.length))
    } catch { /* only those of this page */ }
    const found = [...names].filter(name => name.startsWith("unsent.")).map(name => this.get(name)).filter(Boolean)
    return found.map(text => JSON.parse(text)).sort((one, other) => one.at - other.at)
  }
}

class Panel {
  constructor(context) {
    Object.assign(this, context)
    this.words = context.about.words
    this.store = new Store(context.key)
    this.lines = new Map() // position → line
    this.pending = new Map() // id → message of this visitor that no line has come for
    this.last = this.seen = this.unread = 0
    this.draw()
    for (const message of this.store.unsent()) this.pending.set(message.id, message)
    this.fill()
    addEventListener("online", () => this.retry?.())
    document.addEventListener("visibilitychange", () => this.tellSeen())
    if (this.store.get("token") || this.identity) this.connect()
    this.send()
  }

  /* --- what one sees --- */

  draw() {
    const {words, about} = this
    this.list = element("ol")
    this.address = element("input", {type: "email", "aria-label": words.address, placeholder: words.address, autocomplete: "email", maxLength: 320})
    this.wrong = element("p", {class: "wrong", role: "alert", hidden: true})
    this.mail = element("form", {class: "mail", noValidate: true, hidden: true}, element("p", {text: words.ask_address}),
      element("div", {}, this.address, element("button", {class: "keep", text: words.keep})), this.wrong)
    this.talk = element("div", {class: "talk", tabIndex: 0, role: "log", "aria-label": words.talk}, this.list, this.mail)
    this.area = element("textarea", {rows: 1, "aria-label": words.write, placeholder: words.write, maxLength: about.longest})
    this.fine = element("p", {class: "fine", role: "status"})
    const send = element("button", {"aria-label": words.send}, this.icon(UP))
    const form = element("form", {class: "foot"}, element("div", {class: "ask"}, this.area, send), this.fine)
    this.panel = element("section", {class: "panel", role: "dialog", "aria-label": words.panel.replace("%s", about.name), hidden: true},
      element("div", {class: "head"}, element("h2", {text: about.name}), element("p", {text: about.wait})), this.talk, form)
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, this.sheetOf(CSS)]
    this.root.prepend(this.panel)
    form.addEventListener("submit", event => { event.preventDefault(); this.write() })
    this.mail.addEventListener("submit", event => { event.preventDefault(); this.keepAddress() })
    this.area.addEventListener("keydown", event => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.write() }
    })
    this.panel.addEventListener("keydown", event => { if (event.key === "Escape") this.toggle() })
    this.say()
  }

  toggle() {
    this.panel.hidden = !this.panel.hidden
    this.setOpen(!this.panel.hidden)
    if (this.panel.hidden) return this.button.focus()
    this.talk.scrollTop = this.talk.scrollHeight
    this.area.focus()
    this.tellSeen()
  }

  fill() {
    const greeting = this.item({is_ours: true, name: this.about.name, text: this.about.greeting})
    const shown = [...this.lines.values()].sort((one, other) => one.position - other.position).map(line => this.item(line))
    const coming = [...this.pending.values()].sort((one, other) => one.at - other.at).map(message => this.item(message))
    this.list.replaceChildren(greeting, ...shown, ...coming)
    this.mail.hidden = !this.about.asks_address || Boolean(this.store.get("address")) || !(shown.length || coming.length)
    this.talk.scrollTop = this.talk.scrollHeight
    this.news.textContent = this.unread ? String(this.unread) : ""
    this.say()
  }

  item(line) {
    const says = element("div", {class: "says"})
    let from = 0
    for (const found of line.text.matchAll(LINK)) {
      says.append(line.text.slice(from, found.index), element("a", {href: found[0], target: "_blank", rel: "noopener noreferrer nofollow", text: found[0]}))
      from = found.index + found[0].length
    }
    says.append(line.text.slice(from))
    if (line.is_ours) return element("li", {class: "theirs"}, element("p", {class: "from", text: line.name}), says)
    const state = line.wrong ? element("p", {class: "wrong", text: line.wrong})
      : element("p", {class: "state", text: line.position || line.isKept ? this.words.kept : this.words.sending})
    return element("li", {class: "mine", "data-id": line.client_id || line.id || ""}, says, state)
  }

  say() {
    const address = this.store.get("address")
    this.fine.textContent = this.isAway ? this.words.offline : address ? this.words.by_mail.replace("%s", address) : ""
  }

  /* --- writing --- */

  write() {
    const text = this.area.value.trim()
    if (!text) return
    const id = crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("")
    const message = {id, text, at: Date.now()}
    this.store.set(`unsent.${id}`, JSON.stringify(message))
    this.pending.set(id, message)
    this.area.value = ""
    this.fill()
    this.send()
  }

  /* One after the other, in order; never two loops at once. */
  async send() {
    if (this.isSending) return this.retry?.()
    this.isSending = true
    try {
      for (let failures = 0, next; (next = this.store.unsent()[0]);) {
        const later = await this.sendOne(next).catch(() => pause(failures++))
        if (!later) { failures = 0; continue }
        this.setAway(true)
        await Promise.race([wait(later), new Promise(done => { this.retry = done })])
      }
    } finally {
      this.isSending = false
    }
  }

  /* Nothing when it is done with; else the milliseconds until it is tried again. */
  async sendOne(message) {
    const response = await this.post("messages", message)
    if (response.status === 429) return 1000 * (Number(response.headers.get("Retry-After")) || 2)
    if (![202, 413, 422].includes(response.status)) throw new Error(String(response.status))
    const known = this.pending.get(message.id)
    if (response.status !== 202 && known) known.wrong = this.words.too_long
    else if (known) known.isKept = true
    this.store.drop(`unsent.${message.id}`)
    this.setAway(false)
    this.fill()
    this.connect()
    return 0
  }

  async keepAddress() {
    this.wrong.hidden = true
    try {
      const address = this.address.value.trim()
      const response = await this.post("address", {address})
      if (!response.ok && response.status !== 422) throw new Error(String(response.status))
      if (response.ok) this.store.set("address", address)
      else this.wrong.textContent = this.words.wrong_address
      this.wrong.hidden = response.ok
    } catch {
      this.wrong.textContent = this.words.offline
      this.wrong.hidden = false
    }
    this.fill()
  }

  async post(what, said, isAgain = false) {
    const token = await this.token()
    const headers = {"Content-Type": "application/json", Authorization: `Bearer ${token}`}
    const response = await fetch(`${this.api}/${what}`, {method: "POST", headers, body: JSON.stringify(said), credentials: "omit", signal: AbortSignal.timeout(20_000)})
    if (response.status !== 401 || isAgain) return response
    if (this.store.get("token") === token) this.forget()
    return this.post(what, said, true)
  }

  /* Who this is: the token that we were given before, or a new one. It is asked for once, however many need it. */
  token() {
    const known = this.store.get("token")
    if (known && this.store.get("identity") === this.identity) return Promise.resolve(known)
    return (this.meeting ??= this.meet().finally(() => { this.meeting = null }))
  }

  async meet() {
    const response = await fetch(`${this.api}/visitors`, {method: "POST", headers: {"Content-Type": "application/json"}, credentials: "omit",
      body: JSON.stringify({identity: this.identity}), signal: AbortSignal.timeout(20_000)})
    if (response.status === 422 && this.identity) { this.identity = ""; return this.token() } // a stranger, then
    if (!response.ok) throw new Error(String(response.status))
    const {token, address} = await response.json()
    this.forget()
    this.store.set("token", token)
    this.store.set("identity", this.identity)
    if (address) this.store.set("address", address)
    return token
  }

  /* Somebody else sits here now, or the desk does not know us any more. */
  forget() {
    for (const name of ["token", "identity", "address"]) this.store.drop(name)
    this.lines.clear()
    this.last = this.seen = this.unread = 0
    this.stop?.abort()
  }

  /* --- hearing --- */

  async connect() {
    if (this.isConnected) return
    this.isConnected = true
    for (let failures = 0; ; failures++) {
      try {
        await this.listen(() => { failures = 0 })
      } catch { /* the network is away, or the desk */ }
      if (failures) this.setAway(true)
      await Promise.race([wait(pause(failures)), new Promise(done => addEventListener("online", done, {once: true}))])
    }
  }

  async listen(isWell) {
    const stop = (this.stop = new AbortController())
    let watch = setTimeout(() => stop.abort(), SILENT_AFTER)
    try {
      const headers = {Authorization: `Bearer ${await this.token()}`, "Last-Event-ID": String(this.last)}
      const response = await fetch(`${this.api}/stream`, {headers, credentials: "omit", cache: "no-store", signal: stop.signal})
      if (response.status === 401) this.forget()
      if (!response.ok) throw new Error(String(response.status))
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (let text = "", part; !(part = await reader.read()).done;) {
        clearTimeout(watch)
        watch = setTimeout(() => stop.abort(), SILENT_AFTER)
        isWell()
        this.setAway(false)
        const events = (text + part.value).split("\n\n")
        text = events.pop()
        events.forEach(event => this.hear(event))
      }
    } finally {
      clearTimeout(watch)
    }
  }

  hear(event) {
    const facts = Object.fromEntries(event.split("\n").map(line => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]))
    if (facts.event !== "line") return
    const line = JSON.parse(facts.data)
    this.last = Math.max(this.last, line.position)
    this.lines.set(line.position, line)
    this.pending.delete(line.client_id)
    if (line.client_id) this.store.drop(`unsent.${line.client_id}`)
    if (line.is_ours && !line.is_read && !this.isLooking) this.unread++
    this.fill()
    this.tellSeen()
  }

  get isLooking() {
    return !this.panel.hidden && document.visibilityState === "visible"
  }

  /* Once for all that came together. */
  tellSeen() {
    if (this.isLooking && this.unread) { this.unread = 0; this.fill() }
    clearTimeout(this.telling)
    this.telling = setTimeout(() => {
      const ours = [...this.lines.values()].filter(line => line.is_ours)
      const position = Math.max(0, ...ours.map(line => line.position))
      const mark = 2 * position + this.isLooking
      if (!position || mark <= this.seen || ours.every(line => line.is_read)) return
      this.post("seen", {position, is_read: this.isLooking}).then(response => { if (response.ok) this.seen = Math.max(this.seen, mark) }, () => {})
    }, 200)
  }

  setAway(isAway) {
    if (this.isAway === isAway) return
    this.isAway = isAway
    this.say()
    if (!isAway) this.retry?.()
  }
}
