import {element} from "./element.js"

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g

/* A message as it stands in the talk: the desk's, or this visitor's with what became of it. */
export function item(line, words) {
  const says = element("div", {class: "says"}, ...withLinks(line.text))
  if (line.is_ours) return element("li", {class: "theirs"}, element("p", {class: "from", text: line.name}), says)
  const state = line.wrong ? element("p", {class: "wrong", text: line.wrong})
    : element("p", {class: "state", text: line.position || line.isKept ? words.kept : words.sending})
  return element("li", {class: "mine", "data-id": line.client_id || line.id || ""}, says, state)
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
