/* How the panel looks, inside its own shadow root: nothing of the page's styles comes in. In pixels, because `rem` is the page's. */

export const CSS = `
  .panel { --ink: #241f1c; --quiet: #5f5650; --line: #e3ddd5; --sunk: #f3f0ea; --back: #fffefc; --wrong: #a3271b; --edge: #8a8078;
    box-sizing: border-box; display: grid; grid-template-rows: auto minmax(0, 1fr) auto; overflow: hidden; position: absolute;
    inset-block-end: calc(100% + 12px); inset-inline-end: 0; inline-size: min(400px, 100vw - 48px); block-size: min(672px, 100dvh - 116px);
    border-radius: 16px; background: var(--back); color: var(--ink); box-shadow: 0 0 0 1px var(--line), 0 12px 40px rgb(0 0 0 / .22);
    font: 16px/1.45 system-ui, sans-serif; text-align: start; }
  .panel[hidden] { display: none; }
  .panel * { box-sizing: border-box; margin: 0; }
  .panel.over::after { content: ""; position: absolute; inset: 8px; border: 2px dashed var(--accent); border-radius: 12px; pointer-events: none; }
  .head { display: flex; align-items: center; gap: 8px; padding: 12px 16px; border-block-end: 1px solid var(--line); }
  .head div { flex: 1; min-inline-size: 0; }
  h2 { font-size: 16px; line-height: 1.4; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .head p, .fine, .from, .state, .day, small { font-size: 13px; color: var(--quiet); }
  .points { border-block-end: 1px solid var(--line); font-size: 14px; }
  .points summary { display: flex; gap: 8px; align-items: center; padding: 8px 16px; cursor: pointer; list-style: none; }
  .points summary::after { content: "▾"; margin-inline-start: auto; color: var(--quiet); }
  .points[open] summary::after { content: "▴"; }
  .points summary:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
  .member { display: flex; gap: 12px; align-items: center; padding: 0 16px 12px; }
  .member svg { inline-size: 112px; block-size: 112px; flex: none; background: #fff; border-radius: 8px; }
  .member path { fill: #000; stroke: none; } /* a scanner reads dark on light, whatever the page is */
  .member .number { font: 13px/1.5 ui-monospace, monospace; color: var(--quiet); }
  .talk { overflow-y: auto; overscroll-behavior: contain; padding: 16px; }
  .talk:focus-visible, button:focus-visible, input:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  .talk:focus-visible { outline-offset: -2px; }
  ol, ul { list-style: none; padding: 0; }
  ol { display: grid; gap: 12px; }
  li { display: grid; gap: 4px; justify-items: start; max-inline-size: 88%; overflow-wrap: anywhere; }
  .day { max-inline-size: none; justify-items: center; padding-block: 4px; }
  .says { padding: 9px 12px; border: 1px solid var(--line); border-radius: 12px; white-space: pre-wrap; line-height: 1.5; }
  .says a { color: inherit; }
  .coming { inline-size: fit-content; max-inline-size: 88%; margin-block-start: 12px; border-style: dashed; overflow-wrap: anywhere; }
  .sources { font-size: 13px; color: var(--quiet); }
  .sources a { color: inherit; }
  .choices { display: flex; flex-wrap: wrap; gap: 6px; padding-block-start: 4px; }
  li:not(:last-child) .choices { display: none; } /* what was not pressed is past */
  .choice { all: unset; box-sizing: border-box; cursor: pointer; padding: 8px 12px; border: 1px solid var(--accent); border-radius: 10px;
    font-size: 14px; font-weight: 600; }
  .choice:hover { background: var(--sunk); }
  .choice:disabled { opacity: .5; cursor: default; }
  .mine { justify-self: end; justify-items: end; }
  .mine .says { background: var(--sunk); border-color: var(--sunk); }
  .file { display: flex; flex-wrap: wrap; gap: 0 8px; align-items: baseline; padding: 8px 12px; border: 1px solid var(--line); border-radius: 12px; color: inherit; max-inline-size: 100%; font-size: 14px; }
  .file canvas { display: block; inline-size: auto; block-size: auto; max-inline-size: 100%; max-block-size: 240px; border-radius: 6px; flex-basis: 100%; object-fit: contain; object-position: 0 50%; }
  .wrong { color: var(--wrong); font-size: 13px; }
  .foot { border-block-start: 1px solid var(--line); padding: 8px 10px 10px; padding-block-end: max(10px, env(safe-area-inset-bottom)); display: grid; gap: 6px; }
  .ask { display: flex; align-items: end; gap: 2px; padding: 2px; border: 1px solid var(--edge); border-radius: 12px; }
  .ask:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
  textarea, input, select { font: inherit; color: inherit; background: none; border: 0; outline: 0; }
  textarea { flex: 1; min-inline-size: 0; resize: none; padding: 8px 6px; max-block-size: 128px; field-sizing: content; }
  button { all: unset; box-sizing: border-box; cursor: pointer; display: grid; place-items: center; border-radius: 10px; }
  .ask button, .keep { min-inline-size: 40px; min-block-size: 40px; }
  .send, .keep { background: var(--accent); color: var(--on-accent); }
  .send:focus-visible, .keep:focus-visible { outline-color: var(--ink); }
  .quiet { color: var(--quiet); }
  .quiet:hover { color: var(--ink); background: var(--sunk); }
  .keep { padding-inline: 12px; font-weight: 600; }
  .tray { display: flex; flex-wrap: wrap; gap: 6px; }
  .tray li { display: flex; align-items: center; gap: 6px; max-inline-size: 100%; padding-inline-start: 10px; background: var(--sunk); border-radius: 8px; font-size: 14px; }
  .tray span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-inline-size: 180px; }
  .tray button { min-inline-size: 32px; min-block-size: 32px; }
  .tray svg { inline-size: 16px; block-size: 16px; }
  .marks { display: grid; grid-template-columns: repeat(8, 1fr); }
  .marks button { min-block-size: 40px; font-size: 20px; }
  .marks button:hover { background: var(--sunk); }
  @media (pointer: coarse) { .emoji { display: none !important; } }
  .slip { display: grid; gap: 8px; padding: 12px; border-radius: 12px; background: var(--sunk); margin-block-start: 14px; font-size: 14px; }
  .slip .pair { display: flex; gap: 6px; }
  .slip input, .slip select, .slip textarea { flex: 1; inline-size: 100%; min-inline-size: 0; min-block-size: 40px; padding: 6px 8px; border: 1px solid var(--edge); border-radius: 8px; background: var(--back); font-size: 16px; }
  .head button { min-inline-size: 40px; min-block-size: 40px; }
  .now { font-size: 14px; color: var(--quiet); padding-block-start: 12px; }
  .now:empty { display: none; }
  .stack { display: grid; gap: 8px; }
  .slip input[aria-invalid=true], .slip select[aria-invalid=true], .slip textarea[aria-invalid=true] { border-color: var(--wrong); }
  option { color: var(--ink); background: var(--back); }
  .strong { font-weight: 600; }
  .mark { display: inline-flex; align-items: center; gap: 6px; padding: 8px 14px; border: 1px solid var(--edge); background: var(--back); min-block-size: 40px; }
  .mark svg { inline-size: 18px; block-size: 18px; }
  .mark[aria-pressed=true] { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); font-weight: 600; }
  .bad svg { transform: scaleY(-1); }
  .plain { justify-self: start; text-decoration: underline; padding: 4px 0; min-block-size: 24px; }
  .slip textarea { max-block-size: 160px; }
  .fine { text-align: center; overflow-wrap: anywhere; }
  .fine:empty { display: none; }
  .unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  [hidden] { display: none !important; }
  @media (prefers-color-scheme: dark) {
    .panel { --ink: #f1ece6; --quiet: #b8aea5; --line: #453e39; --sunk: #322c28; --back: #221e1b; --wrong: #ffb4a9; } }
  @media (max-width: 520px), (max-height: 420px) {
    .panel { position: fixed; inset: 0; inset-block-start: var(--top, 0); inline-size: 100vw; block-size: var(--height, 100dvh); border-radius: 0; }
    .panel:not([hidden]) ~ .facade { position: fixed; inset-block-start: calc(var(--top, 0px) + 8px); inset-block-end: auto; inset-inline-end: 8px; min-block-size: 44px; min-inline-size: 44px; box-shadow: none; }
    .head { padding-inline-end: 60px; } }
  @media (forced-colors: active) { .panel { border: 1px solid; } .mine .says { border-color: CanvasText; } }`
