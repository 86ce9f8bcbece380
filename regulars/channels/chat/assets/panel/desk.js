/* Who this is for the desk, and every question to it: by a token in a header, never by a cookie. */
const PATIENCE = 20_000 // milliseconds

export class Desk {
  /* `forgotten` is called when somebody else sits here now, or the desk does not know us any more. */
  constructor({api, identity}, store, forgotten) {
    Object.assign(this, {api, identity, store, forgotten})
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

  /* The stream of what is new after a position. */
  async listen(after, signal) {
    const headers = {Authorization: `Bearer ${await this.token()}`, "Last-Event-ID": String(after)}
    const response = await this.ask("stream", {headers, cache: "no-store", signal})
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
    const {token, address} = await response.json()
    this.forget()
    this.store.set("token", token)
    this.store.set("identity", this.identity)
    if (address) this.store.set("address", address)
    return token
  }

  forget() {
    for (const name of ["token", "identity", "address"]) this.store.drop(name)
    this.forgotten()
  }

  ask(what, facts) {
    return fetch(`${this.api}/${what}`, {credentials: "omit", ...facts})
  }
}
