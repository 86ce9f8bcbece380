/* What somebody is writing stays when the stream makes its surroundings anew, with the cursor in it and what they have opened:
   else a note were lost, and its next letters taken for commands. What was sent and taken is not written again. */

const FIELDS = "input:not([type=hidden], [type=file], [type=submit]), textarea, select";
const NEW_EACH_TIME = ["csrfmiddlewaretoken", "once"];
const PATIENCE = 5000; // milliseconds until the place of kept words is there again; parts of a page come after it

const sent = new WeakSet(); // forms, until somebody writes on in them
const narrowed = new Set(); // lists that are asked for once more, by the words that are back
let kept = [];

const isChecked = field => field.type === "checkbox" || field.type === "radio";

// A page has the same form for several things: an address they share, and hidden what each of them is.
function keyOf(field) {
  const { form } = field;
  const hidden = [...form?.elements ?? []].filter(each => each.type === "hidden" && !NEW_EACH_TIME.includes(each.name));
  const address = form?.getAttribute("action") ?? form?.getAttribute("hx-get");
  return [address, ...hidden.map(({ name, value }) => `${name}=${value}`), field.name || field.id, isChecked(field) ? field.value : ""].join(" ");
}

function nameOf(details) {
  const field = details.querySelector(FIELDS);
  return field ? keyOf(field) : details.querySelector("summary")?.textContent.trim();
}

function hasWords(field) {
  if (isChecked(field)) return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== field.defaultValue;
  const options = [...field.options];
  return field.selectedOptions[0] !== (options.findLast(option => option.defaultSelected) ?? options[0]);
}

function wordsIn(place) {
  const at = document.activeElement;
  const fields = [...place.querySelectorAll(FIELDS)].map(field => ({ field, isWritten: hasWords(field) && !sent.has(field.form) }));
  return fields.filter(({ field, isWritten }) => isWritten || field === at).map(({ field, isWritten }) => ({
    key: keyOf(field), isWritten, value: field.value, isOn: field.checked,
    cursor: field === at && [field.selectionStart, field.selectionEnd], until: Date.now() + PATIENCE,
  }));
}

function putBack() {
  kept = kept.filter(word => {
    const field = [...document.querySelectorAll(FIELDS)].find(each => keyOf(each) === word.key);
    if (field) write(field, word);
    return !field && Date.now() < word.until;
  });
}

function write(field, { isWritten, value, isOn, cursor }) {
  for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  if (isWritten && !hasWords(field)) {
    if (isChecked(field)) field.checked = isOn;
    else field.value = value;
    if (field.form?.hasAttribute("hx-get")) narrowed.add(field.form);
  }
  if (!cursor || ![null, document.body, field].includes(document.activeElement)) return; // they are elsewhere by now
  field.focus({ preventScroll: true });
  if (cursor[0] != null) field.setSelectionRange(...cursor);
}

document.addEventListener("htmx:beforeSwap", ({ detail: { target, requestConfig, shouldSwap } }) => {
  if (!shouldSwap || !requestConfig.triggeringEvent?.type.startsWith("live:")) return; // whoever asked for it wants it new
  kept.push(...wordsIn(target));
  const open = new Set([...target.querySelectorAll("details[open]")].map(nameOf));
  const { id } = target;
  document.addEventListener("htmx:afterSwap", () => {
    const place = target.isConnected ? target : document.getElementById(id);
    for (const details of place?.querySelectorAll("details") ?? []) details.open ||= open.has(nameOf(details));
  }, { once: true });
});
document.addEventListener("htmx:afterSwap", putBack);
document.addEventListener("htmx:afterSettle", () => {
  for (const form of narrowed) htmx.trigger(form, "submit");
  narrowed.clear();
});

document.addEventListener("input", ({ target }) => sent.delete(target.form));
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, xhr, requestConfig } }) => {
  const form = requestConfig.verb !== "get" && elt.closest("form");
  if (!form) return;
  const words = wordsIn(form);
  sent.add(form);
  xhr.addEventListener("loadend", () => {
    if (xhr.status >= 200 && xhr.status < 400) return;
    sent.delete(form);
    if (form.isConnected) return;
    kept.push(...words);
    putBack();
  });
});
