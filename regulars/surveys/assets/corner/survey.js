/* A survey in a corner of a website: asks each browser once in the survey's days of rest.

<script src="https://help.example.com/survey.js" data-survey="twice-a-year" data-after="20" defer></script>
*/
(() => {
  const line = document.currentScript;
  const slug = line.dataset.survey;
  const home = new URL(line.src).origin;
  const language = document.documentElement.lang || navigator.language;
  const at = `${home}/opinion/to/${encodeURIComponent(slug)}/page?in=${encodeURIComponent(language)}`;
  const remembered = `regulars-survey-${slug}`;
  const STYLE = `
    :host { position: fixed; inset-block-end: 16px; inset-inline-start: 16px; z-index: 2147483646; color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
    form, p.thanks { box-sizing: border-box; inline-size: min(24rem, calc(100vw - 32px)); max-block-size: calc(100vh - 32px); overflow: auto; margin: 0; padding: 16px; border: 1px solid #8886; border-radius: 12px; background: Canvas; color: CanvasText; box-shadow: 0 8px 30px #0003; display: grid; gap: 12px; }
    fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; } [hidden] { display: none; } legend, label.words { font-weight: 600; margin-block-end: 8px; display: block; }
    .scale { display: grid; grid-template-columns: repeat(auto-fit, minmax(2.5rem, 1fr)); gap: 6px; }
    .scale label { position: relative; display: grid; place-items: center; min-block-size: 44px; border: 1px solid #888; border-radius: 8px; cursor: pointer; }
    .scale label:has(:checked) { background: CanvasText; color: Canvas; } .scale label:has(:focus-visible) { outline: 2px solid Highlight; outline-offset: 2px; }
    .scale input { position: absolute; inset: 0; opacity: 0; cursor: pointer; } .ends { display: flex; justify-content: space-between; gap: 12px; font-size: 13px; margin: 6px 0 0; }
    .tick { display: flex; gap: 8px; align-items: center; min-block-size: 36px; } textarea { box-sizing: border-box; inline-size: 100%; font: inherit; padding: 8px; border-radius: 8px; border: 1px solid #888; }
    .act { display: flex; gap: 8px; justify-content: flex-end; } button { font: inherit; min-block-size: 44px; padding-inline: 16px; border: 1px solid #888; border-radius: 8px; background: none; color: inherit; cursor: pointer; } button.send { background: CanvasText; color: Canvas; } .wrong { color: light-dark(#b3261e, #ffb4ab); margin: 0; } .wrong:empty { display: none; }`;

  const make = (kind, facts = {}, ...inside) => {
    const made = Object.assign(document.createElement(kind), facts);
    made.append(...inside);
    return made;
  };

  const rest = (days) => { try { localStorage.setItem(remembered, String(Date.now() + days * 864e5)); } catch { /* a browser that keeps nothing */ } };
  const rests = () => { try { return Number(localStorage.getItem(remembered)) > Date.now(); } catch { return true; } };

  const box = (question) => {
    const set = make("fieldset", { dir: "auto" });
    if (question.kind === "text") {
      set.append(make("label", { className: "words" }, question.words, make("textarea", { name: question.key, rows: 3, maxLength: 5000 })));
      return set;
    }
    const isScale = question.kind === "scale";
    const type = question.kind === "choices" ? "checkbox" : "radio";
    const options = question.options.map(([word, label]) => make("label", { className: isScale ? "" : "tick" }, make("input", { type, name: question.key, value: word }), label));
    set.append(make("legend", {}, question.words), make("div", { className: isScale ? "scale" : "" }, ...options));
    if (question.least || question.most) set.append(make("p", { className: "ends" }, make("span", {}, question.least), make("span", {}, question.most)));
    return set;
  };

  const holds = (only, form) => {
    const given = new FormData(form).getAll(only.question).filter(Boolean);
    if (!given.length) return false;
    if ("least" in only || "most" in only) return Number(given[0]) >= (only.least ?? -Infinity) && Number(given[0]) <= (only.most ?? Infinity);
    return !only.words?.length || given.some((each) => only.words.includes(each));
  };

  const show = (asked) => {
    const host = make("div", { lang: asked.language });
    const once = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");  // sent twice, it is one answer
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const boxes = asked.questions.map(box);
    const wrong = make("p", { className: "wrong", role: "alert" });
    const send = make("button", { className: "send" }, asked.words.send);
    const form = make("form", { ariaLabel: asked.questions[0].words }, ...boxes, wrong, make("div", { className: "act" }, make("button", { type: "button", onclick: () => { rest(asked.rests); host.remove(); } }, asked.words.close), send));
    const look = () => asked.questions.forEach((each, place) => {
      boxes[place].hidden = boxes[place].disabled = place > 0 && (each.onlyIf ? !holds(each.onlyIf, form) : !new FormData(form).get(asked.questions[0].key));
    });
    form.addEventListener("change", look);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const given = new FormData(form);
      const answers = Object.fromEntries(asked.questions.map((each) => [each.key, each.kind === "choices" ? given.getAll(each.key) : given.get(each.key)]));
      send.disabled = true;
      const answer = await fetch(at, { method: "POST", body: JSON.stringify({ answers, place: location.pathname, once }) }).catch(() => null);
      send.disabled = false;
      if (answer?.ok) { rest(asked.rests); form.replaceWith(make("p", { className: "thanks", role: "status" }, asked.thanks)); setTimeout(() => host.remove(), 5000); return; }
      wrong.textContent = Object.values((await answer?.json().catch(() => null))?.wrong ?? { all: "…" }).join(" ");
    });
    look();
    root.append(form);
    document.body.append(host);
  };

  if (!slug || rests()) return;
  setTimeout(async () => {
    const answer = await fetch(at).catch(() => null);
    if (answer?.ok) show(await answer.json());
  }, 1000 * Number(line.dataset.after ?? 10));
})();
