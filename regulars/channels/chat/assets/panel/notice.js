const EVERY = 1500 // milliseconds between the title and the notice in its place

/* A new answer while nobody looks: a short sound, unless it was turned off, and a word in the title of the page. */
export class Notice {
  constructor(panel) {
    this.panel = panel
    addEventListener("pointerdown", () => { this.sound ??= this.opened() }, {once: true, capture: true}) // browsers let no page sound before
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.rest() })
  }

  get isMuted() {
    return this.panel.store.get("muted") === "yes"
  }

  mute(isMuted) {
    this.panel.store[isMuted ? "set" : "drop"]("muted", "yes")
  }

  came() {
    if (!this.isMuted) this.ring()
    if (!document.hidden || this.blinking) return
    this.blinking = setInterval(() => this.blink(), EVERY)
  }

  /* The page may change its title meanwhile. */
  blink() {
    if (this.isOurs) { document.title = this.title; return }
    this.title = document.title
    document.title = `● ${this.panel.words.news}`
  }

  get isOurs() {
    return document.title === `● ${this.panel.words.news}`
  }

  rest() {
    if (!this.blinking) return
    clearInterval(this.blinking)
    this.blinking = null
    if (this.isOurs) document.title = this.title
  }

  opened() {
    try {
      return new AudioContext()
    } catch {
      return null // there is none
    }
  }

  /* Two soft notes, made here: no file is loaded. */
  ring() {
    if (this.sound?.state !== "running") return
    const now = this.sound.currentTime
    for (const [after, pitch] of [[0, 660], [0.12, 880]]) {
      const tone = this.sound.createOscillator()
      const volume = this.sound.createGain()
      tone.frequency.value = pitch
      volume.gain.setValueAtTime(0.0001, now + after)
      volume.gain.exponentialRampToValueAtTime(0.08, now + after + 0.02)
      volume.gain.exponentialRampToValueAtTime(0.0001, now + after + 0.3)
      tone.connect(volume).connect(this.sound.destination)
      tone.start(now + after)
      tone.stop(now + after + 0.35)
    }
  }
}
