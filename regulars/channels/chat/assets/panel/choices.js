import {element} from "./element.js"

/* Beside a line of ours: where it stands, and what may be pressed instead of writing. A choice goes as any message does, so it is kept
   and sent once. Only the newest line offers any (see style.js). */
export function beside(line, panel) {
  const shown = []
  if (line.sources?.length) {
    const links = line.sources.map(source => element("a", {href: source.address, target: "_blank", rel: "noopener", text: source.title}))
    shown.push(element("p", {class: "sources"}, panel.words.source, " ", ...links.flatMap((link, at) => at ? [" · ", link] : [link])))
  }
  if (line.choices?.length) {
    const buttons = line.choices.map(choice => {
      const button = element("button", {type: "button", class: "choice", text: choice.label})
      button.addEventListener("click", () => {
        buttons.forEach(each => { each.disabled = true })
        panel.outbox.write({text: choice.label, choice: choice.key})
        panel.area.focus()
      })
      return button
    })
    shown.push(element("div", {class: "choices"}, ...buttons))
  }
  return shown
}
