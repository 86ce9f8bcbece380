/* The rich text field of the composer: a small surface over the editor that django-prose-editor ships, fetched when it is needed.
   Nothing here paints a toolbar: buttons with data-format do, and this says which of them are on. */

import { gaps, mention } from "./prose-parts.js";

export async function proseEditor(source, { placeholder, changed, moved }) {
  const kit = await import(source);
  const element = Object.assign(document.createElement("div"), { className: "prose" });
  const editor = new kit.Editor({
    element,
    injectCSS: false, // the page's policy forbids style elements; ours are in thread.css
    extensions: [
      kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Bold, kit.Italic, kit.Strike, kit.Code, kit.CodeBlock, kit.Blockquote,
      kit.BulletList, kit.OrderedList, kit.ListItem, kit.History, kit.Dropcursor, kit.Gapcursor, mention(kit), gaps(kit),
      kit.Link.configure({ openOnClick: false, enableTarget: false, autolink: true, linkOnPaste: true }),
      kit.Image.configure({ inline: true }),
      kit.Placeholder.configure({ placeholder }),
    ].filter(Boolean),
    editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-label": placeholder } },
    onUpdate: changed,
    onTransaction: moved,
  });
  return new Surface(editor, element, html => kit.createNodeFromContent(html, editor.schema, { parseOptions: { preserveWhitespace: "full" } }));
}

const TOGGLES = {
  bold: "toggleBold", italic: "toggleItalic", bulletList: "toggleBulletList", orderedList: "toggleOrderedList",
  blockquote: "toggleBlockquote", code: "toggleCode", codeBlock: "toggleCodeBlock",
};
const LOOKED_BACK = 60; // letters before the cursor that may begin a name

/* Behind its last letter, whatever that stands in. */
function endOf(doc) {
  let closing = 0;
  for (let node = doc.lastChild; node && !node.isLeaf; node = node.lastChild) closing++;
  return doc.content.size - closing;
}

const paragraph = line => ({ type: "paragraph", content: line ? [{ type: "text", text: line }] : [] });

class Surface {
  constructor(editor, element, read) {
    this.editor = editor;
    this.element = element;
    this.read = read;
  }

  /* The place of the plain field, with what somebody has typed there meanwhile. */
  takeOver(area) {
    const { value } = area;
    const isFocused = document.activeElement === area;
    area.replaceWith(this.element);
    if (value) this.editor.commands.insertContentAt(0, value.split("\n").map(paragraph));
    if (isFocused) this.focus();
  }

  get isEmpty() { return !this.text.trim() && !this.element.querySelector("img[src]"); }
  get hasGaps() { return Boolean(this.element.querySelector(".gap")); }
  get html() { return this.isEmpty ? "" : this.editor.getHTML(); }
  get text() { return this.editor.getText(); }
  get link() { return this.editor.getAttributes("link").href ?? ""; }
  get doc() { return this.editor.state.doc; }
  get box() { return this.element.querySelector(".ProseMirror"); }

  set html(html) { this.editor.commands.setContent(html, { emitUpdate: false }); }
  set isOpen(isOpen) { this.editor.setEditable(isOpen, false); }

  // At once, so that no letter of a quick hand goes astray; the editor itself would wait for the next frame.
  focus() {
    this.editor.view.focus();
    this.editor.commands.focus("end");
  }

  is(format) { return this.editor.isActive(format); }
  toggle(format) { this.editor.chain().focus()[TOGGLES[format]]().run(); }

  /* What stands before the cursor on its line, and where it is on the screen; null in code or while something is selected. */
  get before() {
    const { $from, empty } = this.editor.state.selection;
    if (!empty || !$from.parent.isTextblock || this.is("code") || this.is("codeBlock")) return null;
    const from = Math.max(0, $from.parentOffset - LOOKED_BACK);
    return { text: $from.parent.textBetween(from, $from.parentOffset, "\n", "\ufffc"), at: $from.pos, place: this.editor.view.coordsAtPos($from.pos) };
  }

  /* Content (HTML or a node) in the place of what stands there from one position to another; at the cursor without them. */
  put(content, from, to) {
    if (typeof content === "string") content = this.read(content); // else what has no tags would be taken for plain text
    const chain = this.editor.chain().focus();
    (from === undefined ? chain.insertContent(content) : chain.insertContentAt({ from, to }, content)).run();
  }

  /* All of it anew, and one step to undo. */
  replace(html) { this.editor.chain().focus().selectAll().insertContent(this.read(html)).run(); }

  /* Somebody's words as a quote, and the cursor below it. */
  quote(words) {
    const lines = words.split("\n").filter(line => line.trim()).map(paragraph);
    const { doc } = this.editor.state;
    const at = this.isEmpty ? 0 : doc.content.size;
    this.editor.chain().insertContentAt(this.isEmpty ? { from: 0, to: doc.content.size } : at, [{ type: "blockquote", content: lines }, paragraph("")]).focus("end").run();
  }

  /* Without what stood there then (`doc`), if that is still its beginning; returns the HTML of what was added since. */
  takeOff(doc) {
    const from = doc.content.findDiffStart(this.doc.content);
    if (from === null) this.html = "";
    else if (from >= endOf(doc)) this.editor.commands.deleteRange({ from: 0, to: from });
    return this.html;
  }

  setLink(address) {
    const chain = this.editor.chain().focus().extendMarkRange("link");
    const href = /^(https?:|mailto:)/i.test(address) ? address : address.includes("@") ? `mailto:${address}` : `https://${address}`;
    if (!address) chain.unsetMark("link").run();
    else if (this.editor.state.selection.empty && !this.link) chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setMark("link", { href }).run();
  }

  destroy() { this.editor.destroy(); }
}
