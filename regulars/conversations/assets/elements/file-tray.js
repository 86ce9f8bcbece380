/* Files on their way into a message: from the button, from the clipboard, or dropped. Each shows how far it is, and can be
   stopped, tried again and taken off. A picture that lands in the text stays there.

   <file-tray class="files" address="/attachments" largest="26214400" data-remove="Take off" data-again="Try again" data-failed="…" data-large="“%s” is …">
     <span class="file" data-id="7"><input type="hidden" name="attachments" value="7">… <span class="truncate">menu.pdf</span> <small>84 kB</small></span>
   </file-tray>

   Takes what is pasted or dropped into its form, and what an <input data-attach> there chooses. Says "change" when the files of
   the message are others, and "tray:picture" when a picture for the text has arrived. */

import { token } from "../sending.js";

const DRAGGED = ["dragover", "dragleave", "drop"];
const PICTURE = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

class FileTray extends HTMLElement {
  #form;

  connectedCallback() {
    for (const line of this.querySelectorAll(".file")) line.append(this.#button(this.dataset.remove, "x", line, () => this.#discard(line)));
    this.#form = this.closest("form");
    this.#form.addEventListener("change", this.#chosen);
    this.#form.addEventListener("paste", this.#pasted, { capture: true }); // before the editor makes a picture of it
    for (const name of DRAGGED) this.#form.addEventListener(name, this.#dragged, { capture: true });
  }

  disconnectedCallback() {
    this.#form.removeEventListener("change", this.#chosen);
    this.#form.removeEventListener("paste", this.#pasted, { capture: true });
    for (const name of DRAGGED) this.#form.removeEventListener(name, this.#dragged, { capture: true });
  }

  get #isMine() { return !this.closest("fieldset:disabled"); }

  get isBusy() { return Boolean(this.querySelector("[aria-busy]")); }

  clear() { this.replaceChildren(); }

  /* With `isWithin`, pictures among the files are for the text. */
  take(files, { isWithin = false } = {}) {
    for (const file of files) this.#begin(file, isWithin && PICTURE.test(file.type));
  }

  #chosen = ({ target }) => {
    if (!target.matches("[data-attach]") || !this.#isMine) return;
    this.take(target.files);
    target.value = "";
  };

  #pasted = event => {
    const files = [...event.clipboardData?.files ?? []];
    if (!files.length || !this.#isMine || event.clipboardData.types.includes("text/html") && event.clipboardData.types.includes("text/rtf")) return; // a spreadsheet's cells come with a picture of them
    this.#stop(event);
    this.take(files, { isWithin: Boolean(event.target.closest?.(".ProseMirror")) });
  };

  #dragged = event => {
    if (!event.dataTransfer?.types.includes("Files") || !this.#isMine) return;
    this.#stop(event);
    this.#form.toggleAttribute("data-dropping", event.type === "dragover");
    if (event.type === "drop") this.take(event.dataTransfer.files, { isWithin: Boolean(event.target.closest?.(".ProseMirror")) });
  };

  #stop(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  #begin(file, isWithin) {
    const line = Object.assign(document.createElement("span"), { className: "file" });
    line.append(Object.assign(document.createElement("span"), { className: "truncate", textContent: file.name || "image.png" }));
    this.append(line);
    if (file.size > Number(this.getAttribute("largest"))) this.#refuse(line, this.dataset.large.replace("%s", file.name));
    else this.#upload(line, file, isWithin);
  }

  #upload(line, file, isWithin) {
    const request = new XMLHttpRequest(); // fetch cannot tell how far an upload is
    const bar = Object.assign(document.createElement("progress"), { className: "bar", max: 1, value: 0 });
    bar.setAttribute("aria-label", file.name);
    line.setAttribute("aria-busy", "true");
    line.removeAttribute("role");
    for (const part of line.querySelectorAll("small, button")) part.remove();
    line.append(bar, this.#button(this.dataset.remove, "x", line, () => { request.abort(); line.remove(); }));
    const again = why => this.#refuse(line, why || this.dataset.failed, () => this.#upload(line, file, isWithin));
    request.upload.addEventListener("progress", event => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("load", () => this.#arrived(line, request, isWithin, again));
    request.addEventListener("error", () => again());
    request.open("POST", this.getAttribute("address"));
    request.setRequestHeader("X-CSRFToken", token(this.#form.elements.csrfmiddlewaretoken.value));
    const form = new FormData();
    form.append("file", file, file.name || "image.png");
    if (isWithin) form.append("within", "1");
    request.send(form);
  }

  #arrived(line, request, isWithin, again) {
    const isAnswer = request.getResponseHeader("Content-Type")?.startsWith("application/json");
    const answer = isAnswer ? JSON.parse(request.responseText) : {};
    if (!answer.id) return answer.errors ? this.#refuse(line, Object.values(answer.errors).flat().join(" ")) : again();
    if (isWithin && answer.isPicture) {
      line.remove();
      return this.dispatchEvent(new CustomEvent("tray:picture", { bubbles: true, detail: { src: `${this.getAttribute("address")}/${answer.id}/picture`, alt: answer.name } }));
    }
    line.removeAttribute("aria-busy");
    line.dataset.id = answer.id;
    line.querySelector("progress").replaceWith(Object.assign(document.createElement("small"), { textContent: answer.size }));
    line.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "attachments", value: answer.id }));
    line.querySelector("button").replaceWith(this.#button(this.dataset.remove, "x", line, () => this.#discard(line)));
    this.#changed();
  }

  // Says why; with `again` it can be tried once more.
  #refuse(line, why, again) {
    line.removeAttribute("aria-busy");
    for (const part of line.querySelectorAll("progress, button, small")) part.remove();
    line.setAttribute("role", "alert");
    line.append(Object.assign(document.createElement("small"), { className: "why", textContent: why }));
    if (again) line.append(this.#button(this.dataset.again, "redo", line, again));
    line.append(this.#button(this.dataset.remove, "x", line, () => line.remove()));
  }

  #button(words, icon, line, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", title: words });
    button.setAttribute("aria-label", `${words}: ${line.querySelector(".truncate").textContent}`);
    button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="/static/ui/icons.svg#${icon}"/></svg>`;
    button.addEventListener("click", act);
    return button;
  }

  #discard(line) {
    line.remove();
    this.#changed();
    const usual = this.#form.elements.csrfmiddlewaretoken.value;
    fetch(`${this.getAttribute("address")}/${line.dataset.id}/discard`, { method: "POST", headers: { "X-CSRFToken": token(usual) } }).catch(() => {});
  }

  #changed() {
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("file-tray", FileTray);
