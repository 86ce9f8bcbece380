import {element} from "./element.js"

const SMILE = "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15M7 12c1.6 2 4.4 2 6 0M7.5 8h.01M12.5 8h.01"
const MARKS = "😀 😄 😂 🙂 😉 😍 🤔 😮 😢 😡 🙈 🙏 👍 👎 👋 👏 💪 🎉 ❤️ 🔥 ⭐ ✅ ❌ ❓ ☕ 🎁 📦 🚚 📷 📞 ✉️ 💡".split(" ")

/* A few emoji for those whose keyboard has none: a screen reader says each by its name. */
export class Emoji {
  constructor(panel) {
    const {words} = panel
    this.button = element("button", {type: "button", class: "quiet emoji", "aria-label": words.emoji, title: words.emoji, "aria-expanded": "false"}, panel.icon(SMILE))
    this.list = element("div", {class: "marks", role: "group", "aria-label": words.emoji, hidden: true}, ...MARKS.map(mark => {
      const button = element("button", {type: "button", text: mark})
      button.addEventListener("click", () => this.put(panel.area, mark))
      return button
    }))
    this.button.addEventListener("click", () => this.open(this.list.hidden))
    this.list.addEventListener("keydown", event => {
      if (event.key !== "Escape") return
      event.stopPropagation() // closes the list alone
      this.open(false)
      this.button.focus()
    })
  }

  open(isOpen) {
    this.list.hidden = !isOpen
    this.button.setAttribute("aria-expanded", String(isOpen))
    if (isOpen) this.list.firstChild.focus()
  }

  put(area, mark) {
    area.setRangeText(mark, area.selectionStart, area.selectionEnd, "end")
    this.open(false)
    area.focus()
    area.dispatchEvent(new Event("input"))
  }
}
