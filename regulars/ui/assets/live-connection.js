/* One stream of server-sent events that comes back by itself. Held by the shared worker for all pages of a browser, or by
   one page where there are no shared workers. Tells `hear` of three things:
     {change: {id, kind, topics, at}}   something changed; each id once, although the server overlaps when it resumes
     {resync: true}                     too much was missed: look at everything anew
     {state: "live" | "lost"}                                                                                          */

const REMEMBERED = 2000;
const SETTLED = 10000; // milliseconds after which what was recorded has certainly been committed
const PATIENCE = [300, 1000, 2000, 3000, 5000]; // milliseconds before each further try
const SILENCE = 45000; // milliseconds; a server that pings does so every 15 seconds

export class LiveConnection {
  #hear; #address; #last; #begin; #source; #timer;
  #seen = new Set();
  #failures = 0;

  constructor(address, { after, since }, hear) {
    this.#address = address;
    this.#last = after;
    this.#begin = { after, settled: Date.parse(since) - SETTLED };
    this.#hear = hear;
    this.#open();
    globalThis.addEventListener("online", () => this.#again(0));
  }

  get last() { return this.#last; }

  #open() {
    const from = this.#last === null ? "" : `&after=${this.#last}`;
    this.#source = new EventSource(`${this.#address}?topics=all${from}`);
    this.#source.addEventListener("hello", event => this.#greeted(event));
    this.#source.addEventListener("ping", () => this.#expectMore());
    this.#source.addEventListener("change", event => this.#change(event));
    this.#source.addEventListener("resync", () => this.#hear({ resync: true }));
    this.#source.addEventListener("error", () => this.#lost());
  }

  // Comes after whatever was missed, so the position it names is where this page stands.
  #greeted(event) {
    this.#failures = 0;
    this.#stand(JSON.parse(event.data).position);
    this.#hear({ state: "live" });
  }

  // A connection that died without a word is found by its silence.
  #expectMore() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lost(), SILENCE);
  }

  #stand(position) {
    this.#last = Math.max(this.#last ?? 0, position);
  }

  #change(event) {
    const notice = JSON.parse(event.data);
    if (notice.id != null) {
      if (this.#seen.has(notice.id)) return;
      this.#remember(notice.id);
      if (this.#isOnThePage(notice)) return;
    }
    this.#hear({ change: notice });
  }

  // The server overlaps also for a page that has just been made; what is old enough, that page shows already.
  #isOnThePage(notice) {
    return notice.id <= this.#begin.after && Date.parse(notice.at) < this.#begin.settled;
  }

  #remember(id) {
    this.#stand(id);
    this.#seen.add(id);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value);
  }

  #lost() {
    this.#hear({ state: "lost" });
    const pause = PATIENCE[Math.min(this.#failures++, PATIENCE.length - 1)];
    this.#again(pause * (0.75 + Math.random() / 2)); // spread out, so that a restarted server is not stormed
  }

  // The browser's own way of coming back gives up for good on an error page, so each try is a new stream.
  #again(pause) {
    this.#source.close();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), pause);
  }
}
