import {element} from "./element.js"
import {sizeOf} from "./files.js"
import {freshId} from "./fresh-id.js"

const CLIP = "m15.5 9.5-5.6 5.6a3.5 3.5 0 0 1-5-5l6.3-6.2a2.3 2.3 0 0 1 3.3 3.3l-6.2 6.2a1.2 1.2 0 0 1-1.7-1.7l5.3-5.3"
const CROSS = "m6 6 8 8M14 6l-8 8"
const MOST = 10

/* Files that are chosen, dropped or pasted for the message that is being written. */
export class Tray {
  constructor(panel) {
    this.panel = panel
    this.chosen = []
    this.input = element("input", {type: "file", multiple: true, class: "unseen", tabIndex: -1, "aria-hidden": "true"})
    this.button = element("button", {type: "button", class: "quiet", "aria-label": panel.words.attach, title: panel.words.attach}, panel.icon(CLIP))
    this.list = element("ul", {class: "tray", "aria-label": panel.words.files, hidden: true})
    this.wrong = element("p", {class: "wrong", role: "alert", hidden: true})
    this.button.addEventListener("click", () => this.input.click())
    this.input.addEventListener("change", () => { this.add(this.input.files); this.input.value = "" })
  }

  /* Dropped anywhere on the panel, or pasted where one writes. */
  listen(panel, area) {
    panel.addEventListener("dragover", event => { if (event.dataTransfer.types.includes("Files")) { event.preventDefault(); panel.classList.add("over") } })
    panel.addEventListener("dragleave", event => { if (!panel.contains(event.relatedTarget)) panel.classList.remove("over") })
    panel.addEventListener("drop", event => {
      panel.classList.remove("over")
      if (event.dataTransfer.files.length) { event.preventDefault(); this.add(event.dataTransfer.files) }
    })
    area.addEventListener("paste", event => { if (event.clipboardData.files.length) { event.preventDefault(); this.add(event.clipboardData.files) } })
  }

  add(several) {
    const {words, about} = this.panel
    const wrong = []
    for (const file of several) {
      const why = !file.size ? words.empty_file : file.size > about.largest_file ? words.large_file : this.chosen.length >= MOST ? words.many_files : ""
      if (why) wrong.push(why.replace("%s", file.name))
      else this.chosen.push({id: freshId(), name: file.name, size: file.size, type: file.type, is_picture: /^image\/(png|jpe?g|gif|webp|avif|bmp)$/.test(file.type), blob: file})
    }
    this.wrong.textContent = wrong.join(" ")
    this.wrong.hidden = !wrong.length
    this.draw()
    this.panel.area.focus()
  }

  draw() {
    const {words, about} = this.panel
    this.list.hidden = !this.chosen.length
    this.list.replaceChildren(...this.chosen.map(file => {
      const remove = element("button", {type: "button", "aria-label": words.remove.replace("%s", file.name)}, this.panel.icon(CROSS))
      remove.addEventListener("click", () => { this.chosen = this.chosen.filter(each => each !== file); this.draw(); this.panel.area.focus() })
      return element("li", {}, element("span", {dir: "auto", text: file.name}), element("small", {text: sizeOf(file.size, about.language)}), remove)
    }))
  }

  empty() {
    this.chosen = []
    this.wrong.hidden = true
    this.draw()
  }

  /* What was chosen, its bytes kept in the browser; the tray is empty then. */
  async take() {
    const taken = this.chosen
    this.empty()
    await Promise.all(taken.map(file => this.panel.blobs.put(file.id, file.blob)))
    return taken.map(({blob, ...file}) => file)
  }
}
