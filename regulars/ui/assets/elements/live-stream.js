/* Keeps a page fresh: passes on what the server tells, as events on the body that htmx can wait for.

   <live-stream address="/live" after="1234" since="2026-05-14T11:03:00Z" owner="3" worker="/static/ui/live-worker.js">
     <p class="notice" data-state="waiting" role="status" hidden>Connection lost. Trying again…</p>
   </live-stream>

   <section hx-get="/inbox" hx-trigger="live:inbox from:body, live:resync from:body">…</section>

   A burst on one topic is one event per 250 ms. A hidden page waits until it is looked at. What was told while an answer was on its way
   is told again when that stands: it may be older, and what it replaced no longer hears. `data-stream` on <html> is "live" or "lost". */

import { LiveConnection } from "../live-connection.js";

const BURST = 250; // milliseconds
const CALM = 1500; // milliseconds of loss before the page says so: a restart is shorter
const REMEMBERED = 200; // topics

// When this page was asked for, by the clock that the worker has, too. One that is gone back to may be of any age.
function began() {
  const asked = performance.getEntriesByType("navigation")[0];
  return asked?.type === "back_forward" ? 0 : Date.now() - performance.now() + (asked?.requestStart ?? 0);
}

class LiveStream extends HTMLElement {
  #port; #saying;
  #waiting = new Map();
  #held = new Set();
  #count = 0; // of what was told
  #told = new Map(); // topic → {change, number}, the last one last
  #asked = new WeakMap(); // request → how much was told when it was sent

  connectedCallback() {
    this.#connect(message => this.#hear(message));
    document.addEventListener("visibilitychange", this.#release);
    document.body.addEventListener("htmx:beforeSend", this.#ask);
    document.body.addEventListener("htmx:beforeSwap", this.#signIn);
    document.body.addEventListener("htmx:afterSettle", this.#repeat);
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#return);
  }

  disconnectedCallback() {
    this.#leave();
    document.removeEventListener("visibilitychange", this.#release);
    document.body.removeEventListener("htmx:beforeSend", this.#ask);
    document.body.removeEventListener("htmx:beforeSwap", this.#signIn);
    document.body.removeEventListener("htmx:afterSettle", this.#repeat);
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#return);
  }

  #connect(hear) {
    const address = new URL(this.getAttribute("address"), location).href;
    const after = this.hasAttribute("after") ? Number(this.getAttribute("after")) : null;
    const standing = { after, since: this.getAttribute("since"), began: began() };
    try {
      const worker = new SharedWorker(this.getAttribute("worker"), { type: "module", name: `live-${this.getAttribute("owner")}` });
      this.#port = worker.port;
      this.#port.onmessage = ({ data }) => hear(data);
      this.#port.postMessage({ address, ...standing });
    } catch {
      new LiveConnection(address, standing, hear);
    }
  }

  #hear({ state, resync, change }) {
    if (state) this.#show(state);
    if (resync) this.#tell("resync", {});
    for (const topic of change?.topics ?? []) this.#tell(topic, change);
  }

  #tell(topic, change) {
    this.#told.delete(topic);
    this.#told.set(topic, { change, number: ++this.#count });
    if (this.#told.size > REMEMBERED) this.#told.delete(this.#told.keys().next().value);
    this.#fire(topic, change);
  }

  #ask = ({ detail: { xhr, requestConfig } }) => { if (requestConfig.verb === "get") this.#asked.set(xhr, this.#count); };

  #repeat = ({ detail: { xhr } }) => {
    const asked = this.#asked.get(xhr);
    if (!this.#asked.delete(xhr)) return; // an answer of several elements settles several times
    for (const [topic, { change, number }] of this.#told) if (number > asked) this.#fire(topic, change);
  };

  #show(state) {
    if (document.documentElement.dataset.stream === state) return;
    document.documentElement.dataset.stream = state;
    clearTimeout(this.#saying);
    const notice = this.querySelector(".notice");
    if (state === "live") notice.hidden = true;
    else this.#saying = setTimeout(() => { notice.hidden = false; }, CALM);
  }

  // The first of a burst at once, the rest as one event when the burst is over.
  #fire(topic, change) {
    if (document.hidden) return this.#held.add(topic);
    if (this.#waiting.has(topic)) return this.#waiting.set(topic, change);
    document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { detail: { ...change, topic } }));
    this.#waiting.set(topic, null);
    setTimeout(() => {
      const last = this.#waiting.get(topic);
      this.#waiting.delete(topic);
      if (last) this.#fire(topic, last);
    }, BURST);
  }

  #release = () => {
    if (document.hidden) return;
    const topics = [...this.#held];
    this.#held.clear();
    topics.forEach(topic => this.#fire(topic, {}));
  };

  // Whoever was signed out gets the sign-in page as a page, not inside of another.
  #signIn = event => {
    if (!event.detail.xhr.responseURL.includes("/accounts/login/")) return;
    event.detail.shouldSwap = false;
    location.assign(`/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
  };

  #leave = () => this.#port?.postMessage({ bye: true });

  // A page taken out of the browser's back-forward cache has been deaf for a while.
  #return = event => {
    if (!event.persisted) return;
    this.#connect(message => this.#hear(message));
    this.#fire("resync", {});
  };
}

customElements.define("live-stream", LiveStream);
