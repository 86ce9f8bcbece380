/* Tells the desk what of ours is here, and what was read: once for all that came together. */
export class Seeing {
  constructor(panel) {
    this.panel = panel
    this.forget()
    document.addEventListener("visibilitychange", () => this.tell())
  }

  forget() {
    this.unread = this.told = 0
  }

  get isLooking() {
    return !this.panel.panel.hidden && document.visibilityState === "visible"
  }

  came(line) {
    if (!line.is_ours || line.is_read || this.isLooking) return
    this.unread++
    this.panel.notice.came()
  }

  tell() {
    if (this.isLooking && this.unread) { this.unread = 0; this.panel.fill() }
    clearTimeout(this.telling)
    this.telling = setTimeout(() => {
      const ours = [...this.panel.lines.values()].filter(line => line.is_ours)
      const position = Math.max(0, ...ours.map(line => line.position))
      const mark = 2 * position + this.isLooking
      if (!position || mark <= this.told || ours.every(line => line.is_read)) return
      this.panel.desk.post("seen", {position, is_read: this.isLooking}).then(response => { if (response.ok) this.told = Math.max(this.told, mark) }, () => {})
    }, 200)
  }
}
