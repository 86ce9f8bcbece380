/* Slips that the desk has not answered yet, kept in the browser in the order in which they were made. Each has a client id of its own:
   sent twice, it is taken once. What the desk refuses stays here with its reason until somebody puts it away. */
export class TillQueue {
  #opened
  #beside = new Map() // where a browser lets nothing be stored

  constructor(name) {
    this.#opened = new Promise(resolve => {
      const asked = indexedDB.open(`regulars-${name}`, 1)
      asked.onupgradeneeded = () => asked.result.createObjectStore("slips", { keyPath: "client_id" })
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => resolve(null)
    }).catch(() => null)
  }

  async add(slip) {
    await this.put({ ...slip, client_id: freshId(), at: new Date().toISOString(), place: Date.now() })
  }

  async put(slip) {
    if (!await this.#ask("readwrite", store => store.put(slip))) this.#beside.set(slip.client_id, slip)
  }

  async drop(id) {
    this.#beside.delete(id)
    await this.#ask("readwrite", store => store.delete(id))
  }

  async all() {
    const kept = (await this.#ask("readonly", store => store.getAll()))?.result ?? []
    return [...kept, ...this.#beside.values()].sort((one, other) => one.place - other.place)
  }

  /* One after the other, in their order. What is not answered stays for the next time. Resolves to the last answer, if there was one. */
  async send(ask) {
    let last = null
    for (const slip of (await this.all()).filter(each => !each.wrong)) {
      const { name: _name, place: _place, ...facts } = slip
      const answer = await ask("/slips", new URLSearchParams(facts))
      if (!answer || answer.status >= 500 || answer.status === 429) break
      if (answer.redirected || answer.status === 401 || answer.status === 403) return { isSignedOut: true }
      const told = await answer.json().catch(() => ({ wrong: String(answer.status) }))
      last = { ...told, card: slip.card }
      if (told.wrong) await this.put({ ...slip, wrong: told.wrong })
      else await this.drop(slip.client_id)
    }
    return last
  }

  /* Written means written: only a transaction that has ended outlives the browser. */
  async #ask(mode, act) {
    const database = await this.#opened
    if (!database) return null
    return new Promise(resolve => {
      const transaction = database.transaction("slips", mode)
      const asked = act(transaction.objectStore("slips"))
      transaction.oncomplete = () => resolve(asked)
      transaction.onabort = transaction.onerror = () => resolve(null)
    })
  }
}

/* `crypto.randomUUID` is there on secure pages alone; a shop's tablet may come by http. */
function freshId() {
  return "till-" + Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("")
}
