/* How the panel looks, inside its own shadow root: nothing of the page's styles comes in. */

export const CSS = `
  .panel { --ink: #241f1c; --quiet: #5f5650; --line: #e3ddd5; --sunk: #f3f0ea; --back: #fffefc; --wrong: #a3271b;
    box-sizing: border-box; display: grid; grid-template-rows: auto minmax(0, 1fr) auto; overflow: hidden; position: absolute;
    inset-block-end: calc(100% + .75rem); inset-inline-end: 0; inline-size: min(25rem, 100vw - 3rem); block-size: min(42rem, 100dvh - 7.25rem);
    border-radius: 1rem; background: var(--back); color: var(--ink); box-shadow: 0 0 0 1px var(--line), 0 12px 40px rgb(0 0 0 / .22); }
  .panel[hidden] { display: none; }
  .panel * { box-sizing: border-box; margin: 0; }
  .head { padding: .75rem 1rem; border-block-end: 1px solid var(--line); }
  h2 { font-size: 1rem; line-height: 1.4; }
  .head p, .fine, .from, .state { font-size: .8125rem; color: var(--quiet); }
  .talk { overflow-y: auto; overscroll-behavior: contain; padding: 1rem; }
  .talk:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
  ol { list-style: none; padding: 0; display: grid; gap: .875rem; }
  li { display: grid; gap: .25rem; justify-items: start; max-inline-size: 88%; overflow-wrap: anywhere; }
  .says { padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .75rem; white-space: pre-wrap; line-height: 1.5; }
  .says a { color: inherit; }
  .mine { justify-self: end; justify-items: end; }
  .mine .says { background: var(--sunk); border-color: var(--sunk); }
  .wrong { color: var(--wrong); font-size: .8125rem; }
  .foot { border-block-start: 1px solid var(--line); padding: .5rem .625rem .625rem; display: grid; gap: .375rem; }
  .ask { display: flex; align-items: end; gap: .25rem; padding: .125rem; border: 1px solid #8a8078; border-radius: .75rem; }
  .ask:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
  textarea, input { font: inherit; color: inherit; background: none; border: 0; outline: 0; }
  textarea { flex: 1; min-inline-size: 0; resize: none; padding: .4rem .5rem; max-block-size: 8rem; field-sizing: content; }
  .ask button, .keep { all: unset; box-sizing: border-box; cursor: pointer; display: grid; place-items: center; min-inline-size: 2.5rem; min-block-size: 2.5rem;
    border-radius: .625rem; background: var(--accent); color: var(--on-accent); }
  .keep { padding-inline: .75rem; font-weight: 600; }
  .keep:focus-visible, .ask button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
  .mail { display: grid; gap: .375rem; padding: .75rem; border-radius: .75rem; background: var(--sunk); margin-block-start: .875rem; font-size: .875rem; }
  .mail div { display: flex; gap: .375rem; }
  .mail input { flex: 1; min-inline-size: 0; padding: .375rem .5rem; border: 1px solid #8a8078; border-radius: .5rem; background: var(--back); }
  .fine { text-align: center; }
  [hidden] { display: none !important; }
  @media (prefers-color-scheme: dark) {
    .panel { --ink: #f1ece6; --quiet: #b8aea5; --line: #453e39; --sunk: #322c28; --back: #221e1b; --wrong: #ffb4a9; } }
  @media (max-width: 520px) {
    .panel { position: fixed; inset: 0; inline-size: 100vw; block-size: 100dvh; border-radius: 0; }
    .panel:not([hidden]) ~ .facade { position: fixed; inset-block-start: .5rem; inset-block-end: auto; inset-inline-end: .5rem; min-block-size: 2.75rem; min-inline-size: 2.75rem; }
    .head { padding-inline-end: 3.75rem; } }`
