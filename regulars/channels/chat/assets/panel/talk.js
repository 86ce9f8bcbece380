import {beside} from "./choices.js"
import {element} from "./element.js"
import {files} from "./files.js"

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g
const NEAR = 80 // pixels from the end that still count as being there

/* What was said, as a log that is only ever added to: whoever has it read aloud hears each message once. */
export class Talk {
  constructor(panel) {
    this.panel = panel
    this.drawn = new Map() // key → list item
    this.list = element("ol")
    this.box = element("div", {class: "talk", tabIndex: 0, role: "log", "aria-relevant": "additions", "aria-label": panel.words.talk}, this.list)
    const {language} = panel.about
    this.day = new Intl.DateTimeFormat(language, {dateStyle: "full"})
    this.clock = new Intl.DateTimeFormat(language, {hour: "numeric", minute: "2-digit"})
    this.exact = new Intl.DateTimeFormat(language, {dateStyle: "full", timeStyle: "short"})
  }

  get isAtEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight
  }

  /* Stays where somebody reads, unless that is the end, or they have just written. */
  show(lines, {isMine = false} = {}) {
    const wasAtEnd = this.isAtEnd
    const mine = lines.findLast(line => !line.is_ours)
    const wanted = []
    let before = null
    for (const line of lines) {
      if (line.at && this.dayOf(line) !== (before?.at ? this.dayOf(before) : this.dayOf({at: Date.now()}))) wanted.push(this.divider(line))
      const goesOn = before?.is_ours && before.name === line.name && before.is_automatic === line.is_automatic
      wanted.push(this.item(line, {goesOn, isLast: line === mine}))
      before = line
    }
    wanted.forEach((node, at) => { if (this.list.children[at] !== node) this.list.insertBefore(node, this.list.children[at] ?? null) })
    while (this.list.children.length > wanted.length) this.list.lastChild.remove()
    if (wasAtEnd || isMine) this.toEnd()
  }

  forget() {
    this.drawn.clear()
    this.list.replaceChildren()
  }

  dayOf(line) {
    return new Date(line.at).toDateString()
  }

  divider(line) {
    return this.once(`day ${this.dayOf(line)}`, () => element("li", {class: "day", text: this.day.format(new Date(line.at))}))
  }

  item(line, {goesOn, isLast}) {
    const id = line.client_id || line.id || `at ${line.position ?? "greeting"}`
    const key = line.position && line.files.length ? `${id} here` : id // its files have addresses now
    const node = this.once(key, () => line.is_ours ? this.theirs(line, goesOn) : this.mine(line))
    if (!line.is_ours) this.tellState(node, line, isLast)
    return node
  }

  once(key, make) {
    if (!this.drawn.has(key)) this.drawn.set(key, make())
    return this.drawn.get(key)
  }

  theirs(line, goesOn) {
    const from = element("p", {class: goesOn ? "from unseen" : "from", dir: "auto", text: line.is_automatic ? this.panel.words.automatic.replace("%s", line.name) : line.name})
    return element("li", {class: "theirs"}, from, ...this.body(line), ...beside(line, this.panel))
  }

  mine(line) {
    return element("li", {class: "mine"}, element("p", {class: "unseen", text: this.panel.words.you}), ...this.body(line), element("p", {class: "state"}))
  }

  body(line) {
    const shown = files(line.files ?? [], this.panel)
    if (!line.text) return shown
    const says = element("div", {class: "says", dir: "auto"}, ...withLinks(line.text))
    if (line.at) says.title = this.exact.format(new Date(line.at))
    return [says, ...shown]
  }

  /* What became of it: of the last one, and of each that did not arrive. */
  tellState(node, line, isLast) {
    const {words, state} = this.panel
    const isHere = line.position || line.isKept
    const said = isHere ? (state.seen >= line.position ? words.seen : words.kept) : line.progress ? words.sending_part.replace("%s", line.progress) : words.sending
    const text = line.wrong || (isLast || !isHere ? said + (isHere && line.at ? ` · ${this.clock.format(new Date(line.at))}` : "") : "")
    const place = node.lastChild
    place.className = line.wrong ? "wrong" : "state"
    if (place.textContent !== text) place.textContent = text
    place.hidden = !text
  }
}

function withLinks(text) {
  const parts = []
  let from = 0
  for (const found of text.matchAll(LINK)) {
    parts.push(text.slice(from, found.index), element("a", {href: found[0], target: "_blank", rel: "noopener noreferrer nofollow", text: found[0]}))
    from = found.index + found[0].length
  }
  return [...parts, text.slice(from)]
}
