/* The views of the inbox: how many conversations each holds stays true, one types to find one, and puts them in order by
   dragging, or by Alt and the arrow keys.

   <view-list popover address="/inbox/numbers" move="/inbox/views/%d/move" says="“%s” is number %d now." failed="…">
     <input data-find>
     <ul><li data-id="17"><a href="/inbox?view=17" data-view="17">Gold <small title="counted at 10:42">4</small></a></li></ul>
     <p role="status"></p>
   </view-list> */

const BREATH = 1000; // milliseconds between two questions, and half of it at most by which pages come one after the other
const AGAIN = 60_000; // what time changes is counted once a minute

class ViewList extends HTMLElement {
  #timer; #waiting;
  #lifted = null; // {item, from}: what may be dragged, and since where
  #before = [];

  connectedCallback() {
    document.body.addEventListener("live:views", this.#later);
    document.body.addEventListener("live:resync", this.#later);
    document.body.addEventListener("htmx:pushedIntoHistory", this.#searched);
    this.addEventListener("input", this.#find);
    this.addEventListener("toggle", this.#opened);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("dragstart", event => event.preventDefault());
    this.addEventListener("pointerdown", this.#lift);
    this.addEventListener("pointermove", this.#carry);
    this.addEventListener("pointerup", this.#drop);
    this.addEventListener("pointercancel", this.#drop);
    this.addEventListener("click", this.#click, true);
    this.#timer = setInterval(() => document.hidden || this.#count(), AGAIN);
  }

  disconnectedCallback() {
    document.body.removeEventListener("live:views", this.#later);
    document.body.removeEventListener("live:resync", this.#later);
    document.body.removeEventListener("htmx:pushedIntoHistory", this.#searched);
    clearInterval(this.#timer);
    clearTimeout(this.#waiting);
  }

  get items() { return [...this.querySelectorAll("li[data-id]")]; }

  #later = () => { this.#waiting ??= setTimeout(() => { this.#waiting = null; this.#count(); }, BREATH * (1 + Math.random() / 2)); };

  // Words are looked for in all conversations: while they are shown, no view is open.
  #searched = ({ detail: { path } }) => {
    if (!new URL(path, location).searchParams.get("q")) return;
    for (const link of document.querySelectorAll("[data-view][aria-current]")) link.removeAttribute("aria-current");
  };

  async #count() {
    const answer = await fetch(this.getAttribute("address"), { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return; // the stream's own notice says what is wrong
    const numbers = await answer.json();
    for (const small of document.querySelectorAll("[data-view] > small")) {
      const [number, hint] = numbers[small.parentNode.dataset.view] ?? ["", ""];
      small.textContent = number;
      small.title = hint;
    }
  }

  #find = ({ target }) => {
    const words = target.value.toLowerCase();
    for (const item of this.items) item.hidden = !item.textContent.toLowerCase().includes(words);
  };

  #opened = event => {
    if (event.newState !== "open") return;
    const find = this.querySelector("[data-find]");
    (find.checkVisibility() ? find : this.querySelector("[aria-current]") ?? this.querySelector("li a")).focus();
  };

  #key = event => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const item = event.target.closest("li"), items = this.items.filter(each => !each.hidden);
    const other = items[item ? items.indexOf(item) + by : by < 0 ? items.length - 1 : 0];
    if (!other) return;
    if (!event.altKey || !item) return other.querySelector("a").focus();
    this.#before = this.items;
    by < 0 ? other.before(item) : other.after(item);
    item.querySelector("a").focus();
    this.#keep(item);
  };

  #lift = event => {
    const item = event.target.closest("li[data-id]");
    if (item && !event.button && event.pointerType !== "touch") this.#lifted = { item, from: event.clientY, moved: false };
  };

  #carry = event => {
    if (!this.#lifted) return;
    const { item, from, moved } = this.#lifted;
    if (!moved) {
      if (Math.abs(event.clientY - from) < 5) return;
      this.#lifted.moved = true;
      this.#before = this.items;
      item.dataset.state = "lifted";
      this.setPointerCapture(event.pointerId);
    }
    const under = this.items.find(each => each !== item && event.clientY > each.getBoundingClientRect().top && event.clientY < each.getBoundingClientRect().bottom);
    if (under) this.items.indexOf(under) > this.items.indexOf(item) ? under.after(item) : under.before(item);
  };

  #drop = () => {
    const lifted = this.#lifted;
    if (!lifted) return;
    delete lifted.item.dataset.state;
    setTimeout(() => { this.#lifted = null; }); // after the click that ends a drag
    if (lifted.moved && this.items.some((each, index) => each !== this.#before[index])) this.#keep(lifted.item);
  };

  #click = event => { if (this.#lifted?.moved) { event.preventDefault(); event.stopPropagation(); } };

  async #keep(item) {
    const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
    const place = this.items.indexOf(item) + 1;
    const address = this.getAttribute("move").replace("%d", item.dataset.id);
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ to: place }), headers: { "X-CSRFToken": token } }).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      const name = item.querySelector(".truncate").textContent;
      this.querySelector("[role=status]").textContent = this.getAttribute("says").replace("%s", name).replace("%d", place);
      return;
    }
    this.#before.forEach(each => each.parentNode.append(each));
    document.body.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { says: this.getAttribute("failed") } }));
  }
}

customElements.define("view-list", ViewList);
