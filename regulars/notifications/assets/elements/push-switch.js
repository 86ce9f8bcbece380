/* Lets this browser ring, or ring no more.

   <push-switch address="/notifications/devices" worker="/notifications/devices/worker.js" data-cannot="…">
     <p class="notice" hidden><span></span></p>
     <button data-on hidden>…</button><button data-off hidden>…</button>
   </push-switch> */

class PushSwitch extends HTMLElement {
  async connectedCallback() {
    this.querySelector("[data-on]").addEventListener("click", () => this.#try(() => this.#begin()));
    this.querySelector("[data-off]").addEventListener("click", () => this.#try(() => this.#end()));
    if (!("serviceWorker" in navigator) || !("PushManager" in globalThis)) return this.#say(this.dataset.cannot);
    this.#show(await this.#subscription());
  }

  async #subscription() {
    const registration = await navigator.serviceWorker.getRegistration(this.getAttribute("worker"));
    return registration?.pushManager.getSubscription() ?? null;
  }

  async #begin() {
    if (await Notification.requestPermission() !== "granted") return this.#say(this.dataset.refused);
    const registration = await navigator.serviceWorker.register(this.getAttribute("worker"));
    const { key } = await (await fetch(this.getAttribute("address"))).json();
    await ready(registration);
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = subscription.toJSON();
    await this.#post({ endpoint, ...keys, name: browser() });
    location.reload();
  }

  async #end() {
    const subscription = await this.#subscription();
    await this.#post({ endpoint: subscription.endpoint, end: 1 });
    await subscription.unsubscribe();
    location.reload();
  }

  async #post(facts) {
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const answer = await fetch(this.getAttribute("address"), { method: "POST", body: new URLSearchParams(facts), headers: { "X-CSRFToken": token } });
    if (!answer.ok) throw new Error(String(answer.status));
  }

  async #try(act) {
    try { await act(); } catch { this.#say(this.dataset.failed); }
  }

  #show(subscription) {
    this.querySelector("[data-on]").hidden = Boolean(subscription);
    this.querySelector("[data-off]").hidden = !subscription;
  }

  #say(words) {
    const notice = this.querySelector(".notice");
    notice.hidden = false;
    notice.querySelector("span").textContent = words;
  }
}

// A worker that is being installed takes no subscription yet.
function ready(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return Promise.resolve();
  return new Promise(done => worker.addEventListener("statechange", () => { if (worker.state === "activated") done(); }));
}

function browser() {
  const { brands, platform } = navigator.userAgentData ?? {};
  const name = brands?.find(each => !/Not|Chromium/.test(each.brand))?.brand ?? navigator.userAgent.match(/(Firefox|Edg|Chrome|Safari)/)?.[0] ?? "";
  return [name, platform ?? navigator.platform].filter(Boolean).join(", ");
}

customElements.define("push-switch", PushSwitch);
