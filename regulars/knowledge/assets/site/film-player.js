/* A film that waits for a click: until then nobody but us knows that this page was read. Without it, its link leads to the film.

   <film-player src="https://player.example/embed/1" kind="frame" name="Film"><figure><a href="https://…">Play</a></figure></film-player> */

class FilmPlayer extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#play);
  }

  #play = event => {
    const link = event.target.closest("a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const player = this.getAttribute("kind") === "frame" ? this.#frame() : this.#video();
    link.replaceWith(player);
    player.focus();
  };

  #frame() {
    const address = new URL(this.getAttribute("src"));
    address.searchParams.set("autoplay", "1");
    const facts = { src: address.href, title: this.getAttribute("name"), allow: "autoplay; fullscreen; picture-in-picture; encrypted-media", allowFullscreen: true, referrerPolicy: "strict-origin-when-cross-origin" };
    return Object.assign(document.createElement("iframe"), facts);
  }

  #video() {
    return Object.assign(document.createElement("video"), { src: this.getAttribute("src"), controls: true, autoplay: true, tabIndex: 0 });
  }
}

customElements.define("film-player", FilmPlayer);
