/* <live-news src="/my/conversations/42/news"><ol data-stands="3" hx-trigger="news">…</ol></live-news>: what it holds is asked for anew when
   the stream says that it stands elsewhere. A page that nobody looks at holds no stream, and catches up when somebody does. */
const AGAIN_AFTER = 5000 // milliseconds: the browser comes back by itself unless it was refused

customElements.define("live-news", class extends HTMLElement {
  connectedCallback() {
    this.look = () => document.hidden ? this.close() : this.open()
    document.addEventListener("visibilitychange", this.look)
    this.look()
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.look)
    this.close()
  }

  open() {
    if (this.stream) return
    this.stream = new EventSource(this.getAttribute("src"))
    this.stream.addEventListener("news", event => {
      const shown = this.firstElementChild
      if (JSON.parse(event.data).stands !== shown.dataset.stands) shown.dispatchEvent(new Event("news"))
    })
    this.stream.addEventListener("error", () => {
      if (this.stream?.readyState !== EventSource.CLOSED) return
      this.close()
      this.again = setTimeout(this.look, AGAIN_AFTER)
    })
  }

  close() {
    clearTimeout(this.again)
    this.stream?.close()
    this.stream = null
  }
})
