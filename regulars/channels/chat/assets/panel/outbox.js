import {pause, wait} from "./patience.js"

/* What this visitor writes: kept in their browser until the desk has said that it has it, and sent again after a lost network or a
   reload; its id makes it one message however often it is sent. */
export class Outbox {
  constructor(panel) {
    this.panel = panel
    this.pending = new Map() // id → message that no line has come for
    for (const message of panel.store.unsent()) this.pending.set(message.id, message)
  }

  write(message) {
    const id = crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("")
    const written = {...message, id, at: Date.now()}
    this.panel.store.set(`unsent.${id}`, JSON.stringify(written))
    this.pending.set(id, written)
    this.panel.fill()
    this.send()
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
      for (let failures = 0, next; (next = this.panel.store.unsent()[0]);) {
        const later = await this.sendOne(next).catch(() => pause(failures++))
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
    const response = await this.panel.desk.post("messages", message)
    if (response.status === 429) return 1000 * (Number(response.headers.get("Retry-After")) || 2)
    if (![202, 413, 422].includes(response.status)) throw new Error(String(response.status))
    const known = this.pending.get(message.id)
    if (response.status !== 202 && known) known.wrong = this.panel.words.too_long
    else if (known) known.isKept = true
    this.panel.store.drop(`unsent.${message.id}`)
    this.panel.setAway(false)
    this.panel.fill()
    this.panel.hearing.begin()
    return 0
  }
}
