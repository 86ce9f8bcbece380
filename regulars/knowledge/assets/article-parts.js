/* What an article may hold besides plain formatting, as the server keeps it: callouts, films, parts that fold. */

/* <aside data-callout="tip">…</aside> */
const callout = kit => kit.Node.create({
  name: "callout", group: "block", content: "block+", defining: true,
  addAttributes: () => ({ kind: { default: "note", parseHTML: box => box.dataset.callout, renderHTML: ({ kind }) => ({ "data-callout": kind }) } }),
  parseHTML: () => [{ tag: "aside[data-callout]" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", HTMLAttributes, 0],
});

/* <figure data-video="https://…"><a href="https://…">https://…</a></figure>: one thing, written and deleted as a whole. */
const film = kit => kit.Node.create({
  name: "film", group: "block", atom: true, draggable: true,
  addAttributes: () => ({ address: { default: "", parseHTML: box => box.dataset.video } }),
  parseHTML: () => [{ tag: "figure[data-video]" }],
  renderHTML: ({ node: { attrs: { address } } }) => ["figure", { "data-video": address }, ["a", { href: address }, address]],
});

/* <details><summary>…</summary>…</details>, which other help centres fold their answers into. */
const fold = kit => kit.Node.create({
  name: "fold", group: "block", content: "foldTitle block+", defining: true,
  parseHTML: () => [{ tag: "details" }],
  renderHTML: () => ["details", { open: "" }, 0],
});
const foldTitle = kit => kit.Node.create({
  name: "foldTitle", content: "inline*", defining: true,
  parseHTML: () => [{ tag: "summary" }],
  renderHTML: () => ["summary", 0],
});

/* A picture as large as whoever brought it in made it. */
const picture = kit => kit.Image.extend({
  addAttributes() { return { ...this.parent?.(), width: { default: null }, height: { default: null } }; },
}).configure({ inline: true });

const CALLOUTS = ["note", "tip", "warning"];

/* What each button does. */
export const ACTS = {
  heading2: chain => chain.toggleHeading({ level: 2 }), heading3: chain => chain.toggleHeading({ level: 3 }),
  bold: chain => chain.toggleBold(), italic: chain => chain.toggleItalic(), blockquote: chain => chain.toggleBlockquote(),
  bulletList: chain => chain.toggleBulletList(), orderedList: chain => chain.toggleOrderedList(),
  code: chain => chain.toggleCode(), codeBlock: chain => chain.toggleCodeBlock(), undo: chain => chain.undo(), redo: chain => chain.redo(),
  table: chain => chain.insertTable({ rows: 3, cols: 2, withHeaderRow: true }), addRow: chain => chain.addRowAfter(), addColumn: chain => chain.addColumnAfter(),
  removeRow: chain => chain.deleteRow(), removeColumn: chain => chain.deleteColumn(), removeTable: chain => chain.deleteTable(),
};

for (const kind of CALLOUTS) {
  ACTS[kind] = (chain, editor) => editor.isActive("callout", { kind }) ? chain.lift("callout")
    : editor.isActive("callout") ? chain.updateAttributes("callout", { kind }) : chain.wrapIn("callout", { kind });
}

/* Whether a button is on where the cursor stands. */
export const isOn = (editor, name) => name.startsWith("heading") ? editor.isActive("heading", { level: Number(name.at(-1)) })
  : CALLOUTS.includes(name) ? editor.isActive("callout", { kind: name }) : editor.isActive(name);

export const extensions = (kit, placeholder) => [
  kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Bold, kit.Italic, kit.Underline, kit.Strike, kit.Subscript, kit.Superscript, kit.Code,
  kit.CodeBlock, kit.Blockquote, kit.BulletList, kit.OrderedList, kit.ListItem, kit.HorizontalRule, kit.History, kit.Dropcursor, kit.Gapcursor,
  kit.Heading.configure({ levels: [2, 3, 4] }), kit.Table, kit.TableRow, kit.TableHeader, kit.TableCell, callout(kit), film(kit), fold(kit), foldTitle(kit),
  kit.Link.configure({ openOnClick: false, enableTarget: false, autolink: true, linkOnPaste: true }), picture(kit),
  kit.Placeholder.configure({ placeholder }),
].filter(Boolean);
