/* What the composer offers while somebody types: colleagues and teams in notes, snippets, and emoji by their names. */

import { token } from "./sending.js";

const WORD = "([\\p{L}\\p{N}_.+-]";
let emoji; // fetched once, when it is first wanted

export function suggestions({ address, isNote, told }) {
  const snippets = words => ask(`${address}/snippets?q=${encodeURIComponent(words)}`).then(items => items.map(item => ({
    mark: "⏎", name: item.name, says: [item.folder, item.says].filter(Boolean).join(" · "), content: () => snippet(`${address}/snippets/${item.id}`, told),
  })));
  return [
    { pattern: new RegExp(`(?:^|[\\s(])@${WORD}{0,40})$`, "u"), isOn: isNote, find: words => people(address, words) },
    { pattern: new RegExp(`(?:^|\\s)/${WORD}{0,40})$`, "u"), isOn: () => true, find: snippets },
    { pattern: new RegExp(`(?:^|\\s):${WORD}{1,40})$`, "u"), isOn: () => true, find: async words => [...(await snippets(words)).slice(0, 4), ...(await named(words))] },
  ];
}

export async function allEmoji() {
  emoji ??= (await ask("/emoji")).map(([mark, name, others]) => ({ mark, name, words: `${name} ${others}`.split(" ") }));
  return emoji;
}

/* Those with a word that begins so, the ones whose name does first. */
export function emojiLike(emoji, words) {
  const wanted = words.toLowerCase().replaceAll("_", " ").trim();
  const found = emoji.filter(each => each.name.includes(wanted) || each.words.some(word => word.startsWith(wanted)));
  const rank = each => each.name.startsWith(wanted) ? 0 : each.words.some(word => word === wanted) ? 1 : each.words.some(word => word.startsWith(wanted)) ? 2 : 3;
  return found.sort((one, other) => rank(one) - rank(other));
}

async function named(words) {
  return emojiLike(await allEmoji(), words).slice(0, 6).map(({ mark, name }) => ({ mark, name, content: () => `${mark} ` }));
}

async function people(address, words) {
  const items = await ask(`${address}/people?q=${encodeURIComponent(words)}`);
  return items.map(({ who, name, says }) => ({
    mark: "@", name, says, content: () => [{ type: "mention", attrs: { who, label: `@${name}` } }, { type: "text", text: " " }],
  }));
}

async function snippet(address, told) {
  const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token("") } }).catch(() => null);
  const put = answer?.ok && !answer.redirected ? await answer.json() : null;
  told(put?.missing ?? null);
  return put && inline(put.html);
}

// One paragraph joins the line that it is put into.
function inline(html) {
  const [, words] = /^<p>((?:(?!<p>).)*)<\/p>$/s.exec(html) ?? [];
  return words ?? html;
}

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return answer.ok && !answer.redirected ? (await answer.json()).items : [];
}
