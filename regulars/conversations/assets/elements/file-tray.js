/* Files on their way into a message: from the button, from the clipboard, or dropped. Each shows how far it is and can be taken off.

   <file-tray class="files" address="/attachments" data-remove="Take off">
     <span class="file" data-id="7"><input type="hidden" name="attachments" value="7">… <span class="truncate">menu.pdf</span> <small>84 kB</small></span>
   </file-tray>

   Takes what is pasted or dropped into its form, and what an <input data-attach> there chooses. Says "change" when the files of the message are others. */

class FileTray extends HTMLElement {
  #form;

  connectedCallback() {
    for (const file of this.querySelectorAll(".file")) file.append(this.#button(file));
    this.#form = this.closest("form");
    this.#form.addEventListener("change", this.#chosen);
    this.#form.addEventListener("paste", this.#pasted, { capture: true }); // before the editor makes a picture of it
    for (const name of ["dragover", "dragleave", "drop"]) this.#form.addEventListener(name, this.#dragged);
  }

  disconnectedCallback() {
    this.#form.removeEventListener("change", this.#chosen);
    this.#form.removeEventListener("paste", this.#pasted, { capture: true });
    for (const name of ["dragover", "dragleave", "drop"]) this.#form.removeEventListener(name, this.#dragged);
  }

  get #isMine() { return !this.closest("fieldset:disabled"); }

  get isBusy() { return Boolean(this.querySelector("[aria-busy]")); }
  get ids() { return [...this.querySelectorAll("input")].map(input => input.value); }

  clear() { this.replaceChildren(); }

  take(files) {
    for (const file of files) this.#upload(file);
  }

  #chosen = ({ target }) => {
    if (!target.matches("[data-attach]") || !this.#isMine) return;
    this.take(target.files);
    target.value = "";
  };

  #pasted = event => {
    const files = [...event.clipboardData?.files ?? []];
    if (!files.length || !this.#isMine) return;
    event.preventDefault();
    event.stopPropagation();
    this.take(files);
  };

  #dragged = event => {
    if (!event.dataTransfer?.types.includes("Files") || !this.#isMine) return;
    event.preventDefault();
    this.#form.toggleAttribute("data-dropping", event.type === "dragover");
    if (event.type === "drop") this.take(event.dataTransfer.files);
  };

  #upload(file) {
    const line = Object.assign(document.createElement("span"), { className: "file" });
    const bar = Object.assign(document.createElement("progress"), { className: "bar", max: 1, value: 0 });
    bar.setAttribute("aria-label", file.name);
    line.setAttribute("aria-busy", "true");
    line.append(this.#words(file.name), bar);
    const request = new XMLHttpRequest(); // fetch cannot tell how far an upload is
    line.append(this.#button(line, () => request.abort()));
    this.append(line);
    request.upload.addEventListener("progress", event => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("load", () => this.#arrived(line, bar, request));
    request.addEventListener("error", () => this.#refused(line, bar, this.dataset.failed));
    request.open("POST", this.getAttribute("address"));
    request.setRequestHeader("X-CSRFToken", this.#form.elements.csrfmiddlewaretoken.value);
    const form = new FormData();
    form.append("file", file, file.name || "image.png");
    request.send(form);
  }

  #arrived(line, bar, request) {
    const isAnswer = request.getResponseHeader("Content-Type")?.startsWith("application/json");
    const answer = isAnswer ? JSON.parse(request.responseText) : {};
    if (!answer.id) return this.#refused(line, bar, Object.values(answer.errors ?? {}).flat().join(" ") || this.dataset.failed);
    line.removeAttribute("aria-busy");
    line.dataset.id = answer.id;
    bar.replaceWith(Object.assign(document.createElement("small"), { textContent: answer.size }));
    line.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "attachments", value: answer.id }));
    this.#changed();
  }

  #refused(line, bar, why) {
    line.removeAttribute("aria-busy");
    line.setAttribute("role", "alert");
    bar.replaceWith(Object.assign(document.createElement("small"), { textContent: why }));
  }

  #button(line, stop) {
    const button = Object.assign(document.createElement("button"), { type: "button", title: this.dataset.remove });
    button.setAttribute("aria-label", `${this.dataset.remove}: ${line.querySelector(".truncate").textContent}`);
    button.innerHTML = '<svg class="icon" aria-hidden="true"><use href="/static/ui/icons.svg#x"/></svg>';
    button.addEventListener("click", () => { stop?.(); this.#discard(line); });
    return button;
  }

  #discard(line) {
    line.remove();
    this.#changed();
    const token = this.#form.elements.csrfmiddlewaretoken.value;
    if (line.dataset.id) fetch(`${this.getAttribute("address")}/${line.dataset.id}/discard`, { method: "POST", headers: { "X-CSRFToken": token } });
  }

  #words(name) {
    return Object.assign(document.createElement("span"), { className: "truncate", textContent: name });
  }

  #changed() {
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("file-tray", FileTray);
