/* Everything that can be done now, as items of the palette: what has a key on this page, what the palette's template leads to, and
   the commands that the server knows; each name once.

   import { thingsToDo, nameOf } from "./things-to-do.js"; */

export function nameOf(item) { return item.querySelector(".what").textContent.trim(); }

export function thingsToDo(template, commands) {
  const known = document.createElement("template");
  known.innerHTML = commands;
  const page = customElements.get("key-map")?.pressable.filter(element => element.isConnected).map(itemFor) ?? [];
  const names = new Set();
  return [...page, ...template.content.cloneNode(true).querySelectorAll(".item"), ...known.content.querySelectorAll(".item")]
    .filter(item => !names.has(nameOf(item)) && names.add(nameOf(item)));
}

function itemFor(element) {
  const keys = customElements.get("key-map");
  const item = Object.assign(document.createElement("div"), { className: "item" });
  item.setAttribute("role", "option");
  const icon = element.querySelector(".icon")?.cloneNode(true) ?? document.createElement("span");
  const what = Object.assign(document.createElement("span"), { className: "what", textContent: keys.labelOf(element) });
  const end = Object.assign(document.createElement("span"), { className: "end" });
  end.append(keys.capsOf(element));
  item.append(icon, what, end);
  item.press = () => keys.press(element);
  return item;
}
