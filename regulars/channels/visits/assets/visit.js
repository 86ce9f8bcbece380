import {Card} from "./card.js"
import {Desk} from "./desk.js"
import {Store} from "./store.js"

const EVERY = 20_000 // milliseconds from one word of a page that is looked at to the next
const A_DAY = 86_400_000 // milliseconds

/* Tells the desk which page is looked at, when that is wanted and allowed, and shows what it wants said there. */
export function begin(context) {
  return new Visit(context)
}

class Visit {
  constructor(context) {
    Object.assign(this, context)
    this.store = new Store(context.key)
    this.desk = new Desk(context, this.store, () => {})
    this.card = new Card(context)
    addEventListener("popstate", () => this.say())
    window.navigation?.addEventListener("navigatesuccess", () => this.say())
    document.addEventListener("visibilitychange", () => this.say())
    document.addEventListener("regulars:identity", ({detail}) => { if (this.desk.become(detail)) this.another() })
    document.addEventListener("regulars:consent", () => { this.consents = true; this.say() })
    new MutationObserver(() => { if (this.news.textContent) this.say() }).observe(this.news, {childList: true})
    setInterval(() => this.say(), EVERY)
    this.say()
  }

  /* Nobody is followed who has asked their browser for that; strangers only where the page says that they agree. */
  get isFollowed() {
    const {follows, needs_consent: needsConsent} = this.about.visits
    if (!follows || navigator.globalPrivacyControl || navigator.doNotTrack === "1") return false
    return this.desk.isKnown || !needsConsent || this.consents
  }

  /* Somebody else sits here now: of whoever did before nothing is shown, and the page is new to them. */
  another() {
    clearTimeout(this.waiting)
    this.card.clear()
    this.page = null
    this.say()
  }

  async say() {
    if (document.visibilityState !== "visible") return
    if (this.isSaying) { this.hasMore = true; return } // something changed meanwhile: once more after it
    const isNew = this.page !== location.href
    if (isNew) Object.assign(this, {page: location.href, since: Date.now(), hasShown: this.card.isShown})
    else if (!this.isFollowed) return // there is nothing more to ask about this page
    this.isSaying = true
    try {
      const {who} = this.desk
      const told = await this.ask(!isNew)
      if (who === this.desk.who) this.hear(told, isNew) // else it was for whoever sat here before
    } catch { /* the desk or the network is away: this page does without */ } finally {
      this.isSaying = false
    }
    if (this.hasMore) { this.hasMore = false; this.say() }
  }

  async ask(isStill) {
    const said = {is_still: isStill, may_keep: this.isFollowed, page: location.href, title: document.title, referrer: document.referrer, language: navigator.language,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, width: innerWidth}
    const response = await this.send("visit", said)
    if (!response.ok) throw new Error(String(response.status))
    return response.json()
  }

  send(what, said) {
    if (this.isFollowed || this.desk.isKnown) return this.desk.post(what, said)
    const headers = {"Content-Type": "application/json"}
    return fetch(`${this.api}/${what}`, {method: "POST", headers, body: JSON.stringify(said), credentials: "omit", keepalive: true})
  }

  hear({greetings, line}, isNew) {
    if (line && line.position > Number(this.desk.get("shown") ?? 0) && !this.card.isChatOpen) return this.showLine(line)
    if (!isNew) return
    const next = greetings.filter(each => !this.isKnown(each)).sort((one, other) => one.after - other.after)[0]
    clearTimeout(this.waiting)
    if (next) this.waiting = setTimeout(() => this.greet(next), Math.max(0, 1000 * next.after - (Date.now() - this.since)))
  }

  /* Somebody of the team has written first, or answered while the chat was closed. */
  showLine(line) {
    this.desk.set("shown", String(line.position))
    this.hasShown = true
    this.card.show({who: line.name, text: line.text, words: this.about.words.answer}, {taken: () => this.button.click(), away: () => {}})
  }

  /* One on each page at most, and none once somebody has put one away on this visit. */
  greet(greeting) {
    if (this.hasShown || this.card.isShown || this.card.isChatOpen || this.isQuiet || this.page !== location.href) return
    this.hasShown = true
    const {id, text, link, kind} = greeting
    const isNews = kind === "news"
    const words = isNews ? greeting.link_words || this.about.words.look : this.about.words.answer
    const taken = () => {
      this.tell(id, "clicked")
      if (isNews) return
      this.about.greeted = text // the chat begins with what they answer to
      this.button.click()
    }
    this.card.show({who: this.about.name, text, words, link: isNews ? link : ""}, {taken, away: () => { this.tell(id, "dismissed"); this.beQuiet() }})
    this.tell(id, "seen")
  }

  tell(greeting, what) {
    this.remember(greeting, what)
    this.send("told", {greeting, what}).catch(() => {})
  }

  /* Of strangers only their own browser knows what they were shown. */
  isKnown({id, again_after: days}) {
    const [at, what] = (this.recall("localStorage", id) ?? "").split(" ")
    return Boolean(at) && (days === null || what === "dismissed" || Date.now() - Number(at) < days * A_DAY)
  }

  remember(id, what) {
    try { localStorage.setItem(`regulars.told.${this.key}.${id}`, `${Date.now()} ${what}`) } catch { this.beside = {...this.beside, [id]: `${Date.now()} ${what}`} }
  }

  recall(storage, id) {
    try { return window[storage].getItem(`regulars.told.${this.key}.${id}`) } catch { return this.beside?.[id] ?? null }
  }

  get isQuiet() {
    return Boolean(this.recall("sessionStorage", "quiet"))
  }

  beQuiet() {
    try { sessionStorage.setItem(`regulars.told.${this.key}.quiet`, "yes") } catch { this.beside = {...this.beside, quiet: "yes"} }
  }
}
