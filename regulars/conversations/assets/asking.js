/* A line of the composer that says something, with what can be done about it: ask(line, "Ada wrote meanwhile.", [["Send anyway", () => …]]).
   Without words the line goes away. */

export function ask(line, words, choices = []) {
  line.querySelector("span").textContent = words || "";
  for (const button of line.querySelectorAll("button")) button.remove();
  for (const [label, act] of choices) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: label });
    button.addEventListener("click", () => { ask(line, ""); act(); });
    line.append(button);
  }
  line.hidden = !words;
}
