/* Files that wait to be sent, kept in the browser: a reload or a lost network does not lose the photo. */
export class Blobs {
  beside = new Map() // where a browser lets nothing be stored

  async put(id, blob) {
    this.beside.set(id, blob)
    await this.#ask("readwrite", store => store.put(blob, id)).catch(() => {})
  }

  async get(id) {
    return this.beside.get(id) ?? (id ? await this.#ask("readonly", store => store.get(id)).catch(() => undefined) : undefined)
  }

  /* It has arrived. This page may go on showing what it has. */
  async drop(id) {
    await this.#ask("readwrite", store => store.delete(id)).catch(() => {})
  }

  async #ask(mode, question) {
    const database = await (this.opening ??= opened())
    const asked = question(database.transaction("files", mode).objectStore("files"))
    return answerOf(asked)
  }
}

function opened() {
  const asked = indexedDB.open("regulars.chat", 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore("files")
  return answerOf(asked)
}

function answerOf(asked) {
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error)
  })
}
