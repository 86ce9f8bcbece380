/* Who this is for the desk, and every question to it: by a token in a header, never by a cookie. */
const PATIENCE = 20_000 // milliseconds
const STALLED_AFTER = 30_000 // milliseconds in which nothing of a file gets through
const OWN = ["token", "identity", "address", "named", "shown"] // what is kept of whoever sits here
const ANYBODYS = new RegExp(`^(${OWN.join("|")})(\\.|$)`)
const SIGNED = new RegExp(`^(${OWN.join("|")})\\.`)

export class Desk {
  /* `forgotten` is called when somebody else sits here now, or the desk does not know us any more. */
  constructor({api, identity, about}, store, forgotten) {
    Object.assign(this, {api, identity, store, forgotten, language: about.language})
    if (!identity) this.drop(SIGNED) // whoever was signed in is gone
  }

  /* What the shop has signed of whoever sits here, but for when: that is new on each page. Nothing of a stranger. */
  get claims() {
    try {
      const [, said] = this.identity.split(".")
      const {sub, email, name} = JSON.parse(atob(said.replaceAll("-", "+").replaceAll("_", "/")))
      return {sub, email, name}
    } catch {
      return {}
    }
  }

  /* Whom the shop has signed; "" of a stranger. What one writes in this browser, nobody else sends who signs in after them. */
  get who() {
    return String(this.claims.sub ?? "")
  }

  get isKnown() {
    return Boolean(this.get("token") || this.identity)
  }

  /* Of each who signs in under a name of its own: a tab from before then takes nothing away from this one. */
  get(name) {
    return this.store.get(this.named(name))
  }

  set(name, value) {
    this.store.set(this.named(name), value)
  }

  named(name) {
    return this.who ? `${name}.${this.who}` : name
  }

  drop(names) {
    for (const name of this.store.names()) if (names.test(name)) this.store.drop(name)
  }

  /* A page that stays says who sits here now. Whether that is somebody else. */
  become(identity) {
    const before = JSON.stringify(this.claims)
    this.identity = typeof identity === "string" ? identity : ""
    if (JSON.stringify(this.claims) === before) return false
    if (!this.identity) this.drop(SIGNED)
    this.forgotten()
    return true
  }

  async post(what, said, isAgain = false) {
    const token = await this.token()
    const headers = {"Content-Type": "application/json", Authorization: `Bearer ${token}`}
    const response = await this.ask(what, {method: "POST", headers, body: JSON.stringify(said), signal: AbortSignal.timeout(PATIENCE)})
    if (response.status !== 401 || isAgain) return response
    if (this.get("token") === token) this.forget()
    return this.post(what, said, true)
  }

  /* The bytes of a file, with `told(percent)` on the way: a photo takes its time on a phone. */
  async sendFile(file, blob, told) {
    const token = await this.token()
    const named = new URLSearchParams({id: file.id, name: file.name})
    const {status, after} = await new Promise((done, failed) => {
      const request = new XMLHttpRequest()
      request.open("POST", `${this.api}/files?${named}`)
      request.setRequestHeader("Authorization", `Bearer ${token}`)
      request.setRequestHeader("Content-Type", file.type || "application/octet-stream")
      const watched = () => { clearTimeout(this.stalled); this.stalled = setTimeout(() => request.abort(), STALLED_AFTER) }
      request.upload.onprogress = ({loaded, total}) => { watched(); told(Math.floor(100 * loaded / total)) }
      request.onload = () => done({status: request.status, after: request.getResponseHeader("Retry-After")})
      request.onerror = request.onabort = failed
      request.onloadend = () => clearTimeout(this.stalled)
      watched()
      request.send(blob)
    })
    if (status === 401) { if (this.get("token") === token) this.forget(); throw new Error("401") } // the next try is as somebody new
    return {status, after}
  }

  /* The stream of what is new after a position. */
  async listen(after, signal) {
    const headers = {Authorization: `Bearer ${await this.token()}`, "Last-Event-ID": String(after)}
    const response = await this.ask(`stream?language=${this.language}`, {headers, cache: "no-store", signal})
    if (response.status === 401) this.forget()
    if (!response.ok) throw new Error(String(response.status))
    return response.body.pipeThrough(new TextDecoderStream()).getReader()
  }

  /* The token that we were given before, or a new one. It is asked for once, however many need it. */
  token() {
    const known = this.get("token")
    if (known && this.get("identity") === this.signature) return Promise.resolve(known)
    return (this.meeting ??= this.meet().finally(() => { this.meeting = null }))
  }

  get signature() {
    return this.identity && JSON.stringify(this.claims)
  }

  async meet() {
    const {identity} = this
    const headers = {"Content-Type": "application/json"}
    const response = await this.ask("visitors", {method: "POST", headers, body: JSON.stringify({identity}), signal: AbortSignal.timeout(PATIENCE)})
    if (identity !== this.identity) return this.meet() // somebody else by now
    if (response.status === 422 && identity) { this.identity = ""; return this.get("token") ?? this.meet() } // a stranger, then
    if (!response.ok) throw new Error(String(response.status))
    const {token, address, name} = await response.json()
    if (identity) this.drop(ANYBODYS) // of a stranger who has signed in nothing stays, nor of whoever was here before
    this.forget()
    this.set("token", token)
    this.set("identity", this.signature)
    if (address) this.set("address", address)
    if (name) this.set("named", "yes")
    return token
  }

  forget() {
    for (const name of OWN) this.store.drop(this.named(name))
    this.forgotten()
  }

  ask(what, facts) {
    return fetch(`${this.api}/${what}`, {credentials: "omit", ...facts})
  }
}
