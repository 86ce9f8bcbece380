/* The chat's button on a page of somebody else: it must never disturb, delay or break that page.
   <script async src="https://desk.example/widget.js" data-widget="KEY" data-identity="JWT, if signed in"></script>
   The rest, panel/panel.js, is loaded on first use. No cookies; everything stands in a shadow root, styled without inline styles. */
(() => {
  "use strict"
  const script = document.currentScript ?? document.querySelector("script[data-widget][src*='/widget.js']") // none of a module
  const ONCE = Symbol.for("regulars.chat")
  if (!script || !script.dataset.widget || !("adoptedStyleSheets" in Document.prototype)) return
  const isSigned = "identity" in script.dataset
  const first = window[ONCE]
  if (first) { // run again, as by what swaps bodies instead of loading pages: only who is signed in may be another, or nobody any more
    if (first.key !== script.dataset.widget || !(isSigned || first.isSigned)) return
    first.isSigned = isSigned
    document.dispatchEvent(new CustomEvent("regulars:identity", {detail: script.dataset.identity ?? ""}))
    return
  }
  window[ONCE] = {key: script.dataset.widget, isSigned}

  const key = script.dataset.widget
  const house = new URL(script.src).origin
  const api = `${house}/chat/${encodeURIComponent(key)}`
  let consents = script.dataset.consent === "yes"
  document.addEventListener("regulars:consent", () => { consents = true }) // what follows them may still be on its way
  let identity = script.dataset.identity || ""
  document.addEventListener("regulars:identity", ({detail}) => { identity = typeof detail === "string" ? detail : "" })
  const FRESH = 60_000 // milliseconds for which it holds what the desk has told: when an answer comes changes
  // Pixels, because `rem` is the page's; `!important`, because of rules that a page has for everything ("* { position: relative }").
  const CSS = `
    :host { all: initial !important; position: fixed !important; inset-block-end: 24px !important; inset-inline-end: 24px !important;
      z-index: 2147483000 !important; font: 16px/1.45 system-ui, sans-serif !important; color-scheme: light dark !important; }
    .facade { all: unset; box-sizing: border-box; display: inline-flex; align-items: center; justify-content: center; gap: 8px;
      min-block-size: 52px; min-inline-size: 52px; padding-inline: 18px 22px; border-radius: 99px; cursor: pointer; position: relative;
      background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: 0 4px 18px rgb(0 0 0 / .22); }
    .facade:hover { filter: brightness(1.08); }
    .facade:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
    .facade[aria-expanded=true] { padding: 0; }
    .facade[aria-expanded=true] .label { display: none; }
    .facade[aria-busy=true] { cursor: progress; }
    svg { inline-size: 22px; block-size: 22px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
    .news { position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-inline-size: 22px; padding-inline: 4px; box-sizing: border-box;
      border-radius: 99px; background: #b3261e; color: #fff; font: 600 13px/22px system-ui, sans-serif; text-align: center; }
    .news:empty { display: none; }
    @media (max-width: 520px) { :host { inset-block-end: 16px !important; inset-inline-end: 16px !important; } }
    @media print { :host { display: none !important; } }`
  const CHAT = "M4.5 4h11A1.5 1.5 0 0 1 17 5.5v7a1.5 1.5 0 0 1-1.5 1.5H9.4l-3.9 3v-3h-1A1.5 1.5 0 0 1 3 12.5v-7A1.5 1.5 0 0 1 4.5 4z"
  const CROSS = "m5 5 10 10M15 5 5 15"

  function sheetOf(css) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    return sheet
  }

  function icon(path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path")
    svg.setAttribute("viewBox", "0 0 20 20")
    svg.setAttribute("aria-hidden", "true")
    line.setAttribute("d", path)
    svg.append(line)
    return svg
  }

  /* Black or white, whichever can be read on the colour. */
  function inkOn(colour) {
    const [red, green, blue] = [1, 3, 5].map(at => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff"
  }

  /* Also with what was written while the network was away, before the desk could give a token. */
  function hasBegun() {
    try {
      return Object.keys(localStorage).some(name => name.startsWith(`regulars.chat.${key}.`))
    } catch {
      return false
    }
  }

  function show(about) {
    const accent = /^#[0-9a-f]{6}$/i.test(about.accent) ? about.accent : "#a1501f"
    const host = document.createElement("regulars-widget")
    const root = host.attachShadow({mode: "open"})
    const button = document.createElement("button")
    const label = document.createElement("span")
    const news = document.createElement("span")
    root.adoptedStyleSheets = [sheetOf(`:host { --accent: ${accent} !important; --on-accent: ${inkOn(accent)} !important; }${CSS}`)]
    host.lang = about.language
    host.dir = about.direction
    button.type = "button"
    button.className = "facade"
    label.className = "label"
    label.textContent = about.words.open
    news.className = "news"
    button.setAttribute("aria-expanded", "false")
    button.append(icon(CHAT), label, news)
    root.append(button)
    document.documentElement.append(host) // a page that moves or replaces its body takes nothing with it
    for (const kind of ["keydown", "keypress", "keyup"]) host.addEventListener(kind, event => event.stopPropagation())

    let panel = null
    const context = {root, button, news, about, api, key, icon, sheetOf, renew, get identity() { return identity }, get consents() { return consents }}
    let toldAt = Date.now()
    async function renew() {
      const now = Math.abs(Date.now() - toldAt) < FRESH ? null : await asked().catch(() => null)
      if (now) { toldAt = Date.now(); Object.assign(about, now) }
    }
    let failures = 0 // browsers remember that an address failed, so each try is at another one: any edition is answered
    const part = () => import(`${house}/widget/${about.edition}${"-".repeat(failures)}/panel.js`)
    const load = () => (panel ??= renew().then(part).then(made => made.begin(context), error => {
      panel = null // the next press tries again
      failures++
      throw error
    }))
    context.setOpen = isOpen => {
      button.setAttribute("aria-expanded", String(isOpen))
      button.setAttribute("aria-label", isOpen ? about.words.close : about.words.open)
      button.firstChild.replaceWith(icon(isOpen ? CROSS : CHAT))
    }
    button.addEventListener("click", () => {
      button.setAttribute("aria-busy", "true")
      load().then(made => { label.textContent = about.words.open; made.toggle() }, () => { label.textContent = about.words.failed })
        .finally(() => button.removeAttribute("aria-busy"))
    })
    if (hasBegun()) load().catch(() => {}) // an answer may have come
    if (about.visits) import(`${house}/widget/${about.edition}/visit.js`).then(made => made.begin(context), () => {})
  }

  async function asked() {
    const response = await fetch(api, {credentials: "omit"})
    return response.ok ? response.json() : null // switched off, or not for this website
  }

  async function begin() {
    const about = await asked()
    if (!about) return
    if (document.body) show(about)
    else document.addEventListener("DOMContentLoaded", () => show(about))
  }

  const whenIdle = window.requestIdleCallback || (task => setTimeout(task, 1))
  whenIdle(() => begin().catch(() => {}))
})()
