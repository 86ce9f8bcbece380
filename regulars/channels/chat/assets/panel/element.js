/* element("p", {class: "fine", text: "…"}, …children): made without a word of HTML, so nothing that somebody wrote can become any. */
export function element(name, facts = {}, ...within) {
  const made = document.createElement(name)
  for (const [word, value] of Object.entries(facts)) {
    if (word in made && typeof value !== "string") made[word] = value
    else if (word === "text") made.textContent = value
    else made.setAttribute(word, value)
  }
  made.append(...within)
  return made
}
