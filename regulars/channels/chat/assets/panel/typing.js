const AGAIN_AFTER = 4000 // milliseconds between two words about it
const OVER_AFTER = 6000 // milliseconds without a letter

/* Tells the desk that somebody types, and that they have stopped. Nothing of what they type. */
export class Typing {
  constructor(panel, area) {
    this.panel = panel
    this.toldAt = 0
    area.addEventListener("input", () => area.value.trim() ? this.typed() : this.stop())
    area.addEventListener("blur", () => this.stop())
  }

  typed() {
    clearTimeout(this.ending)
    this.ending = setTimeout(() => this.stop(), OVER_AFTER)
    if (!this.panel.state.conversation || Date.now() - this.toldAt < AGAIN_AFTER) return
    this.toldAt = Date.now()
    this.tell(true)
  }

  stop() {
    clearTimeout(this.ending)
    if (this.toldAt) this.tell(false)
    this.toldAt = 0
  }

  tell(isTyping) {
    this.panel.desk.post("typing", {is_typing: isTyping}).catch(() => {})
  }
}
