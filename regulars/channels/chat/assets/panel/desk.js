/* Who this is for the desk, and every question to it: by a token in a header, never by a cookie. */
const PATIENCE = 20_000 // milliseconds
const STALLED_AFTER = 30_000 // milliseconds in which nothing of a file gets through

export class Desk {
  /* `forgotten` is called when somebody else sits here now, or the desk does not know us any more. */
  constructor({api, identity, about}, store, forgotten) {
    Object.assign(this, {api, identity, store, forgotten, language: about.language})
  }

  /* Whom the shop has signed; "" of a stranger. What one writes in this browser, nobody else sends who signs in after them. */
  get who() {
    try {
      const [, said] = this.identity.split(".")
      return String(JSON.parse(atob(said.replaceAll("-", "+").replaceAll("_", "/"))).sub)
    } catch {
      return ""
    }
  }

  get isKnown() {
    return Boolean(this.store.get("token") || this.identity)
  }

  async post(what, said, isAgain = false) {
    const token = await this.token()
    const headers = {"Content-Type": "application/json", Authorization: `Bearer ${token}`}
    const response = await this.ask(what, {method: "POST", headers, body: JSON.stringify(said), signal: AbortSignal.timeout(PATIENCE)})
    if (response.status !== 401 || isAgain) return response
    if (this.store.get("token") === token) this.forget()
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
    if (status === 401) { if (this.store.get("token") === token) this.forget(); throw new Error("401") } // the next try is as somebody new
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
    const known = this.store.get("token")
    if (known && this.store.get("identity") === this.identity) return Promise.resolve(known)
    return (this.meeting ??= this.meet().finally(() => { this.meeting = null }))
  }

  async meet() {
    const headers = {"Content-Type": "application/json"}
    const response = await this.ask("visitors", {method: "POST", headers, body: JSON.stringify({identity: this.identity}), signal: AbortSignal.timeout(PATIENCE)})
    if (response.status === 422 && this.identity) { this.identity = ""; return this.token() } // a stranger, then
    if (!response.ok) throw new Error(String(response.status))
    const {token, address, name} = await response.json()
    this.forget()
    this.store.set("token", token)
    this.store.set("identity", this.identity)
    if (address) this.store.set("address", address)
    if (name) this.store.set("named", "yes")
    return token
  }

  forget() {
    for (const name of ["token", "identity", "address", "named"]) this.store.drop(name)
    this.forgotten()
  }

  ask(what, facts) {
    return fetch(`${this.api}/${what}`, {credentials: "omit", ...facts})
  }
}
