/* Tells what is done on a page, and never disturbs it: no cookie, nothing before it is allowed, nothing for whoever asks for privacy.
   <script async src="https://desk.example/track.js" data-key="WRITE KEY" data-consent="yes, if it is given"></script>
   regulars.track("Product Viewed", {name: "Heron kettle"}); regulars.identify("u-17", {name: "Ada"}, {userHash: "made by your server"}) */
(() => {
  "use strict"
  const script = document.currentScript
  const ONCE = Symbol.for("regulars.track")
  if (!script || !script.dataset.key || window[ONCE]) return
  window[ONCE] = true

  const {key} = script.dataset
  const address = `${new URL(script.src).origin}/v1/batch`
  const TOGETHER = 20, WITHIN = 1500 // messages of one request; milliseconds that the first of them waits
  const wantsPrivacy = navigator.globalPrivacyControl || navigator.doNotTrack === "1"
  let consents = script.dataset.consent === "yes", user = null, waiting = [], timer = 0, page = null

  function recall(name) { try { return localStorage.getItem(`regulars.${name}.${key}`) } catch { return null } }
  function remember(name, value) { try { value ? localStorage.setItem(`regulars.${name}.${key}`, value) : localStorage.removeItem(`regulars.${name}.${key}`) } catch { /* then only this page knows */ } }
  function fresh() { return crypto.randomUUID?.() ?? String(crypto.getRandomValues(new Uint32Array(4))).replaceAll(",", "-") }

  let stranger = null
  function anonymous() {
    stranger ??= recall("anonymous") ?? fresh()
    remember("anonymous", stranger)
    return stranger
  }

  function here() {
    const {pathname: path, search, origin} = location
    return {path, url: origin + path + search, title: document.title, referrer: document.referrer}
  }

  function say(type, facts) {
    if (wantsPrivacy) return
    const context = {page: here(), locale: navigator.language, ...(user?.hash && {userHash: user.hash})}
    waiting.push({type, messageId: fresh(), timestamp: new Date().toISOString(), context, ...facts})
    if (waiting.length > 200) waiting.shift() // nobody has allowed it for long
    if (waiting.length >= TOGETHER) send()
    else timer ||= setTimeout(send, WITHIN)
  }

  function send() {
    clearTimeout(timer)
    timer = 0
    if (!waiting.length || !(consents || user?.hash)) return
    const several = waiting.splice(0, TOGETHER).map(each => ({...each, anonymousId: anonymous(), ...(user && {userId: user.id}),
      context: {...each.context, ...(consents && {consent: {categoryPreferences: {analytics: true}}})}}))
    const body = JSON.stringify({writeKey: key, sentAt: new Date().toISOString(), batch: several})
    fetch(address, {method: "POST", body, headers: {"Content-Type": "text/plain"}, keepalive: true, credentials: "omit"})
      .then(answer => { if (answer.status >= 500 || answer.status === 429) again(several) }, () => again(several))
    if (waiting.length) timer = setTimeout(send, 0)
  }

  function again(several) { // each has its id: told twice, it counts once
    waiting.unshift(...several.slice(-100))
    timer ||= setTimeout(send, 20_000)
  }

  function look() {
    if (page === location.pathname + location.search) return
    page = location.pathname + location.search
    say("page", {properties: here()})
  }

  window.regulars = {
    track: (event, properties = {}) => say("track", {event: String(event), properties}),
    page: (name, properties = {}) => say("page", {name: String(name ?? ""), properties: {...here(), ...properties}}),
    identify(id, traits = {}, {userHash} = {}) { user = {id: String(id), hash: userHash}; say("identify", {traits}) },
    reset() { send(); user = null; stranger = null; remember("anonymous", "") },
    consent(isGiven = true) { consents = isGiven; if (isGiven) send(); else { waiting = []; this.reset() } },
  }
  document.addEventListener("regulars:consent", () => window.regulars.consent())
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send() })
  addEventListener("popstate", look)
  window.navigation?.addEventListener("navigatesuccess", look)
  look()
})()
