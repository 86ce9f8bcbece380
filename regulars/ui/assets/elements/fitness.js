/* How well a name fits what somebody typed: 0 not at all, 1 as well as can be. Every word must fit: where a word of the name begins,
   inside one, or with letters left out ("stl" is "Settings").

   import { fitness, plain } from "./fitness.js"; */

/* Without capitals and accents: "Jürgen" is found by "jurgen". */
export const plain = text => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");

export function fitness(name, words) {
  const parts = plain(name).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const fits = plain(words).split(/\s+/).filter(Boolean).map(word => Math.max(0, ...parts.map(part => fit(part, word))));
  return fits.length && Math.min(...fits) > 0 ? fits.reduce((sum, each) => sum + each, 0) / fits.length - name.length / 1000 : 0;
}

function fit(part, word) {
  if (part.startsWith(word)) return 1;
  if (part.includes(word)) return 0.7;
  return word.length > 1 && part[0] === word[0] && isLeftOutOf(part, word) ? 0.4 : 0;
}

function isLeftOutOf(part, word) {
  let at = 0;
  for (const letter of word) {
    at = part.indexOf(letter, at) + 1;
    if (!at) return false;
  }
  return true;
}
