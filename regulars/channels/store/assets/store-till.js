/* The counter: find a member, credit, redeem, note a visit; also while the line is down (till-queue.js).

   <store-till address="/till/7" queue="till-7" data-offline="…" data-waiting="Waiting: %s">
     <form data-find><input name="q"></form> <div data-member>…</div> <div data-today>…</div>
     <form data-kind="earn"><input name="amount">…</form>
   </store-till> */
import { TillQueue } from "./till-queue.js"
import { listenToReader, mayScan, scan } from "./till-scan.js"
import { showWaiting } from "./till-waiting.js"

const AGAIN = 15_000 // milliseconds until what waits is tried once more

class StoreTill extends HTMLElement {
  #queue
  #timer = 0
  #turn = 0
  #sending = null
  #camera = null
  #ends = []

  connectedCallback() {
    this.#queue = new TillQueue(this.getAttribute("queue"))
    this.addEventListener("submit", this.#submit)
    this.addEventListener("click", this.#click)
    this.addEventListener("input", this.#typed)
    const timer = setInterval(() => this.#send(), AGAIN)
    const online = () => this.#send()
    window.addEventListener("online", online)
    this.#ends = [listenToReader(number => this.#open(number)), () => clearInterval(timer), () => window.removeEventListener("online", online)]
    this.#part("[data-scan]").hidden = !mayScan()
    this.#send()
  }

  disconnectedCallback() {
    for (const end of this.#ends) end()
    this.#camera?.abort()
  }

  #part(where) { return this.querySelector(where) }
  #say(words, isWrong = false) {
    const said = this.#part("[data-said]")
    said.textContent = words ?? ""
    said.toggleAttribute("data-wrong", isWrong)
  }

  #submit = event => {
    event.preventDefault()
    const form = event.target
    if (form.matches("[data-find]")) return this.#find(form.q.value)
    if (form.matches("[data-join]")) return this.#join(form)
    if (form.dataset.kind) return this.#deed(form)
  }

  #typed = event => {
    if (event.target.name !== "q") return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => event.target.value.trim().length > 2 && this.#find(event.target.value), 250)
  }

  #click = async event => {
    const hit = event.target.closest("[data-open], [data-undo], [data-scan], [data-drop]")
    if (!hit) return
    if (hit.dataset.open) return this.#open(hit.dataset.open)
    if ("scan" in hit.dataset) return this.#scan()
    if ("drop" in hit.dataset) return this.#queue.drop(hit.dataset.id).then(() => this.#showQueue())
    const answer = await this.#ask(`/slips/${hit.dataset.undo}/undo`, new FormData())
    const told = await answer?.json().catch(() => null)
    this.#say(told ? told.wrong ?? told.said : this.dataset.offline, !answer?.ok)
    this.#today()
    const card = this.#part("[data-card]")?.dataset.card
    if (card) this.#open(card)
  }

  async #scan() {
    if (this.#camera) return this.#camera.abort()
    this.#camera = new AbortController()
    const number = await scan(this.#part("[data-camera]"), this.#camera.signal).catch(() => this.#say(this.dataset.noCamera, true))
    this.#camera = null
    if (number) this.#open(number)
  }

  async #find(words) {
    if (!words.trim()) return
    const mine = ++this.#turn
    const answer = await this.#ask(`/find?q=${encodeURIComponent(words.trim())}`)
    if (this.#turn !== mine) return // somebody has typed on meanwhile
    if (!answer) return this.#unseen(words.trim())
    this.#show(await answer.text())
  }

  async #open(number) {
    this.#turn++
    clearTimeout(this.#timer)
    const answer = await this.#ask(`/members/${encodeURIComponent(number.trim())}`)
    if (!answer) return this.#unseen(number.trim())
    if (answer.status === 404) return this.#find(number)
    this.#show(await answer.text())
    this.#part("[data-find]").reset()
    this.#part("[data-member] input")?.focus()
  }

  async #join(form) {
    const answer = await this.#ask("/join", new FormData(form))
    if (!answer) return this.#say(this.dataset.offline, true)
    this.#show(await answer.text())
  }

  #show(html) {
    this.#say("")
    this.#part("[data-member]").innerHTML = html
  }

  /* Nobody can be looked up now: what is typed is taken for the number of a card, and checked when it is sent. */
  #unseen(number) {
    const card = this.#part("[data-unseen]").content.cloneNode(true)
    card.querySelector("[data-number]").textContent = number
    card.firstElementChild.dataset.card = number
    this.#part("[data-member]").replaceChildren(card)
  }

  async #deed(form) {
    const { card, name } = form.closest("[data-card]").dataset
    const said = Object.fromEntries(new FormData(form))
    await this.#queue.add({ ...said, kind: form.dataset.kind, card, name: name ?? card })
    form.reset()
    this.#say("")
    await this.#send()
  }

  /* By one tab at a time. */
  #send() {
    if (this.#sending) return this.#sending.then(() => this.#send())
    const send = () => this.#queue.send(this.#ask).then(last => this.#after(last))
    const name = this.getAttribute("queue")
    this.#sending = (navigator.locks ? navigator.locks.request(name, send) : send()).finally(() => { this.#sending = null })
    return this.#sending
  }

  async #after(last) {
    await this.#showQueue()
    if (!last) return
    if (last.isSignedOut) return this.#say(this.dataset.signedOut, true)
    if (this.#part("[data-card]")?.dataset.card === last.card && !last.wrong) {
      const answer = await this.#ask(`/members/${encodeURIComponent(last.card)}`)
      if (answer?.ok) this.#show(await answer.text())
    }
    this.#say(last.wrong ?? last.said, Boolean(last.wrong))
    await this.#today()
  }

  async #showQueue() {
    const slips = await this.#queue.all(), waiting = slips.filter(each => !each.wrong)
    showWaiting(this.#part("[data-waiting-list]"), this.#part("[data-queued]"), slips)
    const notice = this.#part("[data-line]")
    notice.hidden = !waiting.length
    notice.lastElementChild.textContent = `${this.dataset.offline} ${this.dataset.waiting.replace("%s", waiting.length)}`
  }

  async #today() {
    const answer = await this.#ask("/today")
    if (answer?.ok) this.#part("[data-today]").innerHTML = await answer.text()
  }

  /* The answer, or nothing when the line is down. */
  #ask = (path, body) => {
    const token = this.#part("[name=csrfmiddlewaretoken]").value
    const how = body ? { method: "POST", body, headers: { "X-CSRFToken": token } } : {}
    return fetch(this.getAttribute("address") + path, how).catch(() => null)
  }
}

customElements.define("store-till", StoreTill)
