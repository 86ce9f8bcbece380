/* What outlives this page. Each unsent message has a key of its own, so that two tabs never write over each other. */
export class Store {
  constructor(key) {
    this.prefix = `regulars.chat.${key}.`
    this.beside = new Map() // where a browser lets nothing be stored
  }

  get(name) {
    try {
      return localStorage.getItem(this.prefix + name) ?? this.beside.get(name) ?? null
    } catch {
      return this.beside.get(name) ?? null
    }
  }

  set(name, value) {
    this.beside.delete(name)
    try {
      localStorage.setItem(this.prefix + name, value)
    } catch {
      this.beside.set(name, value)
    }
  }

  drop(name) {
    this.beside.delete(name)
    try {
      localStorage.removeItem(this.prefix + name)
    } catch { /* it was never there */ }
  }

  names() {
    const names = new Set(this.beside.keys())
    try {
      const all = Array.from({length: localStorage.length}, (_, at) => localStorage.key(at))
      for (const name of all) if (name.startsWith(this.prefix)) names.add(name.slice(this.prefix.length))
    } catch { /* only those of this page */ }
    return [...names]
  }

  /* The messages that the desk has not acknowledged, in the order in which they were written: by this person, or before they signed in. */
  unsent(who) {
    const found = this.names().filter(name => name.startsWith("unsent.")).map(name => this.get(name)).filter(Boolean)
    return found.map(text => JSON.parse(text)).filter(({by}) => !by || by === who).sort((one, other) => one.at - other.at)
  }
}
