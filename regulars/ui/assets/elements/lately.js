/* What was done lately in this browser, by name, the newest first: the palette offers it again.

   import { lately, remember } from "./lately.js"; */

const KEPT = 30;

export function lately() {
  try { return JSON.parse(localStorage.getItem("palette") ?? "[]"); } catch { return []; }
}

export function remember(name) {
  const names = [name, ...lately().filter(other => other !== name)];
  try { localStorage.setItem("palette", JSON.stringify(names.slice(0, KEPT))); } catch { /* a private window keeps nothing */ }
}
