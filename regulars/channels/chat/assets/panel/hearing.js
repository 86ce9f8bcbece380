import {pause, waitOnline} from "./patience.js"

const SILENT_AFTER = 40_000 // milliseconds: the desk says something every fifteen seconds

/* The stream of this visitor: begun once, and begun again whenever it ends, while the desk may know who this is. Each event goes to `heard(name, facts)`. */
export class Hearing {
  constructor(panel, heard) {
    Object.assign(this, {panel, heard})
  }

  async begin() {
    if (this.isBegun) return
    this.isBegun = true
    for (let failures = 0; this.panel.desk.isKnown; failures++) {
      try {
        await this.listen(() => { failures = 0 })
      } catch { /* the network is away, or the desk */ }
      if (failures) this.panel.setAway(true)
      await waitOnline(pause(failures))
    }
    this.isBegun = false
    this.panel.setAway(false)
  }

  async listen(isWell) {
    const stop = (this.stopping = new AbortController())
    let watch = setTimeout(() => stop.abort(), SILENT_AFTER)
    try {
      const reader = await this.panel.desk.listen(this.panel.last, stop.signal)
      for (let text = "", part; !(part = await reader.read()).done;) {
        clearTimeout(watch)
        watch = setTimeout(() => stop.abort(), SILENT_AFTER)
        isWell()
        this.panel.setAway(false)
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
    if (facts.event) this.heard(facts.event, JSON.parse(facts.data || "{}"))
  }

  stop() {
    this.stopping?.abort()
  }
}
