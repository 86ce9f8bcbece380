/* Keeps the age of things fresh: every <time data-relative> on the page, twice a minute. Words come from the server.

   <time-ago now="now" minutes="%d min" hours="%d h" days="%d d" left="%s left" late="%s late"></time-ago>
   <time datetime="2026-05-14T11:03:00+02:00" data-relative="age">17 min</time>
   <time datetime="…" data-relative="span" data-soon="4" data-late="24">3 h</time>   a wait: honey after 4 h, brick after 24 h
   <time datetime="…" data-relative="left" data-soon="30">38 min left</time>   a promise: honey 30 min before, brick when it is late

   With `learn`, tells the server the browser's time zone, once, and loads the page anew in it. */

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;

class TimeAgo extends HTMLElement {
  #timer;

  connectedCallback() {
    this.#timer = setInterval(() => this.#refresh(), MINUTE / 2);
    document.addEventListener("visibilitychange", this.#refresh);
    if (this.hasAttribute("learn")) this.#learnZone();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener("visibilitychange", this.#refresh);
  }

  #refresh = () => {
    if (document.hidden) return;
    for (const time of document.querySelectorAll("time[data-relative]")) {
      const age = Date.now() - Date.parse(time.dateTime);
      const said = { span: this.#span, left: this.#left, age: this.#age }[time.dataset.relative].call(this, age);
      if (said !== null && said !== time.textContent) time.textContent = said;
      if (time.dataset.late) this.#colour(time, age / HOUR, time.dataset.soon, time.dataset.late);
      if (time.dataset.relative === "left") this.#colour(time, age / MINUTE, -time.dataset.soon, 0);
    }
  };

  // From a day on, the server's words hold: "Wed", "12 May".
  #age(age) {
    if (age < MINUTE) return this.getAttribute("now");
    return age < 24 * HOUR ? this.#span(age) : null;
  }

  #span(age) {
    if (age < HOUR) return this.#words("minutes", Math.max(age / MINUTE, 1));
    return age < 48 * HOUR ? this.#words("hours", age / HOUR) : this.#words("days", age / (24 * HOUR));
  }

  #left(age) {
    return this.getAttribute(age < 0 ? "left" : "late").replace("%s", this.#span(Math.abs(age)));
  }

  #words(unit, number) {
    return this.getAttribute(unit).replace("%d", Math.floor(number));
  }

  #colour(time, passed, soon, late) {
    const state = passed >= late ? "overdue" : passed >= soon ? "waiting" : "";
    const chip = time.closest(".chip");
    if (chip && state) { chip.dataset.state = state; chip.classList.remove("bare"); }
  }

  async #learnZone() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone || sessionStorage.getItem("zone") === zone) return;
    sessionStorage.setItem("zone", zone);
    await htmx.ajax("POST", this.getAttribute("learn"), { source: this, values: { time_zone: zone }, swap: "none" });
    location.reload();
  }
}

customElements.define("time-ago", TimeAgo);
