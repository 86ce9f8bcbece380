import {freshId} from "./fresh-id.js"
import {pause, wait} from "./patience.js"

const TOO_LATE = new Set([404, 413, 422]) // trying again would change nothing

/* What this visitor writes: kept in their browser until the desk has said that it has it, and sent again after a lost network or a
   reload; its id makes it one message however often it is sent. */
export class Outbox {
  constructor(panel) {
    this.panel = panel
    this.begin()
  }

  /* With what whoever sits here has not sent yet. */
  begin() {
    const {store, desk} = this.panel
    this.pending = new Map(store.unsent(desk.who).map(message => [message.id, message])) // id → message that no line has come for
  }

  write(message) {
    const written = {...message, id: freshId(), by: this.panel.desk.who, at: Date.now()}
    this.keep(written)
    this.pending.set(written.id, written)
    this.panel.fill({isMine: true})
    this.send()
  }

  keep({progress, ...message}) {
    this.panel.store.set(`unsent.${message.id}`, JSON.stringify(message))
  }

  /* It came back as a line. */
  arrived(id) {
    this.pending.delete(id)
    if (id) this.panel.store.drop(`unsent.${id}`)
  }

  /* One after the other, in order; never two loops at once. */
  async send() {
    if (this.isSending) return this.retry?.()
    this.isSending = true
    try {
      for (let failures = 0, next; (next = this.panel.store.unsent(this.panel.desk.who)[0]);) {
        const later = await this.sendOne(this.pending.get(next.id) ?? next).catch(() => pause(failures++))
        if (!later) { failures = 0; continue }
        this.panel.setAway(true)
        await Promise.race([wait(later), new Promise(done => { this.retry = done })])
      }
    } finally {
      this.isSending = false
    }
  }

  /* Nothing when it is done with; else the milliseconds until it is tried again. */
  async sendOne(message) {
    const {desk, store, words} = this.panel
    for (const file of message.files ?? []) {
      const later = file.isKept || file.isLost ? 0 : await this.sendFile(message, file)
      if (later) return later
    }
    const lost = (message.files ?? []).filter(file => file.isLost)
    const sent = {id: message.id, text: message.text, answers: message.answers, choice: message.choice, files: (message.files ?? []).filter(file => file.isKept).map(file => file.id)}
    const response = sent.text || sent.files.length ? await desk.post("messages", sent) : {status: 422}
    if (response.status === 429) return slower(response.headers.get("Retry-After"))
    if (response.status !== 202 && !TOO_LATE.has(response.status)) throw new Error(String(response.status))
    if (response.status === 202) message.isKept = true
    if (lost.length) message.wrong = words.lost_file.replace("%s", lost.map(file => file.name).join(", "))
    else if (!message.isKept) message.wrong = words.too_long
    store.drop(`unsent.${message.id}`)
    for (const file of message.files ?? []) this.panel.blobs.drop(file.id)
    this.panel.setAway(false)
    this.panel.fill()
    this.panel.hearing.begin()
    return 0
  }

  async sendFile(message, file) {
    const blob = await this.panel.blobs.get(file.id)
    const told = part => { message.progress = `${part} %`; this.panel.fill() }
    const {status, after} = blob ? await this.panel.desk.sendFile(file, blob, told) : {status: 404}
    if (status === 429) return slower(after)
    if (status !== 201 && !TOO_LATE.has(status)) throw new Error(String(status))
    file.isKept = status === 201
    file.isLost = !file.isKept
    this.keep(message)
    return 0
  }
}

function slower(seconds) {
  return 1000 * (Number(seconds) || 2)
}
