/* <live-news src="/my/conversations/42/news"><ol data-stands="3" hx-trigger="news">…</ol></live-news>: what it holds is asked for anew when
   the stream says that it stands elsewhere. A page that nobody looks at holds no stream, and catches up when somebody does. */
const AGAIN_AFTER = 5000 // milliseconds: after a request that failed; a stream comes back by itself unless it was refused
const AT_LAST_AFTER = 60000 // for as long as it is refused, twice as long each time: they may be signed out

customElements.define("live-news", class extends HTMLElement {
  pause = AGAIN_AFTER

  connectedCallback() {
    this.look = () => document.hidden ? this.close() : this.open()
    this.catchUp = () => {
      const shown = this.firstElementChild
      if (this.stands && this.stands !== shown.dataset.stands) shown.dispatchEvent(new Event("news"))
    }
    for (const failed of ["htmx:sendError", "htmx:responseError"]) this.addEventListener(failed, () => setTimeout(this.catchUp, AGAIN_AFTER))
    this.addEventListener("htmx:load", this.catchUp) // what was said of the list that has just been replaced
    document.addEventListener("visibilitychange", this.look)
    addEventListener("online", this.catchUp)
    this.look()
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.look)
    removeEventListener("online", this.catchUp)
    this.close()
  }

  open() {
    if (this.stream) return
    this.stream = new EventSource(this.getAttribute("src"))
    this.stream.addEventListener("news", event => { this.stands = JSON.parse(event.data).stands; this.catchUp() })
    this.stream.addEventListener("open", () => { this.pause = AGAIN_AFTER })
    this.stream.addEventListener("error", () => {
      if (this.stream?.readyState !== EventSource.CLOSED) return
      this.close()
      this.again = setTimeout(this.look, this.pause)
      this.pause = Math.min(2 * this.pause, AT_LAST_AFTER)
    })
  }

  close() {
    clearTimeout(this.again)
    this.stream?.close()
    this.stream = null
  }
})
