/* The letter that a key means here: on a keyboard with other letters than Latin ones, the Latin one in its place, as its caps show.

   import { letterOf } from "./letters.js"; */

export function letterOf({ key, code, shiftKey }) {
  const [, place] = /^Key([A-Z])$/.exec(code ?? "") ?? [];
  if (!place || key.length !== 1 || /[\u0000-\u024f]/.test(key)) return key;
  return shiftKey ? place : place.toLowerCase();
}
