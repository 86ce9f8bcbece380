/* Draws a chart in the grammar of Vega-Lite, in the page's colours, once it comes into view. What stands inside, a table of the
   same numbers, stays. The drawing script is large, and loaded by the first chart of a page. It evaluates no text as code.

   <chart-view script="/reports/charts/now.js" chart='{"mark": "line", …}' aria-label="First response time"><details>…</details></chart-view> */

let loading;

function load(address) {
  loading ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: () => done(window.vegaEmbed), onerror: fail });
    document.head.append(script);
  });
  return loading;
}

/* Canvas knows no custom properties: a colour is read off an element that has it. */
function colour(element, name) {
  const probe = document.createElement("i");
  probe.style.color = `var(--color-${name})`;
  element.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  pixel.fillStyle = found;
  pixel.fillRect(0, 0, 1, 1);
  return `rgb(${[...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3)})`;
}

class ChartView extends HTMLElement {
  #seen = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && this.#draw());
  #themes = new MutationObserver(() => this.#draw());
  #system = matchMedia("(prefers-color-scheme: dark)");
  #redraw = () => this.#draw();

  connectedCallback() {
    this.drawing ??= this.#place();
    this.#seen.observe(this);
    this.#themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.#system.addEventListener("change", this.#redraw);
  }

  disconnectedCallback() {
    this.#seen.disconnect();
    this.#themes.disconnect();
    this.#system.removeEventListener("change", this.#redraw);
    this.view?.finalize();
  }

  #place() {
    const place = document.createElement("div");
    place.className = "drawing";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", this.getAttribute("aria-label"));
    this.prepend(place);
    return place;
  }

  async #draw() {
    this.#seen.disconnect();
    const embed = await load(this.getAttribute("script")).catch(() => null);
    if (!embed || !this.isConnected) return this.querySelector("details")?.setAttribute("open", "");
    this.view?.finalize();
    const how = { actions: false, ast: true, renderer: "canvas", defaultStyle: false, config: this.#config() };
    how.tooltip = (_view, _event, _item, value) => { this.drawing.title = value ? Object.entries(value).map(pair => pair.join(": ")).join("\n") : ""; };
    this.view = await embed(this.drawing, JSON.parse(this.getAttribute("chart")), how);
    this.dataset.state = "drawn";
  }

  #config() {
    const [ink, quiet, edge, accent, ground, good, soon, late] = ["ink", "ink-faint", "line", "accent", "surface", "good-fill", "waiting-fill", "overdue-fill"].map(name => colour(this, name));
    const font = getComputedStyle(this).fontFamily;
    return {
      background: "transparent", font, view: { stroke: null },
      mark: { color: accent }, bar: { fill: accent }, line: { stroke: accent, strokeWidth: 2 }, point: { fill: accent, stroke: ground },
      rect: { stroke: ground }, range: { ramp: [ground, accent], heatmap: [ground, accent], category: [accent, quiet, soon, good, late] },
      axis: { labelColor: quiet, titleColor: quiet, gridColor: edge, domain: false, ticks: false, titleFontWeight: "normal", labelFontSize: 11, titleFontSize: 11 },
      legend: { labelColor: quiet, titleColor: quiet, titleFontWeight: "normal" }, title: { color: ink },
    };
  }
}

customElements.define("chart-view", ChartView);
