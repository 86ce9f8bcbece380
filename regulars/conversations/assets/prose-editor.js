/* The rich text field of the composer: a small surface over the editor that django-prose-editor ships, fetched when it is needed.
   Nothing here paints a toolbar: buttons with data-format do, and this says which of them are on. */

export async function proseEditor(source, { placeholder, changed, moved }) {
  const kit = await import(source);
  const element = Object.assign(document.createElement("div"), { className: "prose" });
  const editor = new kit.Editor({
    element,
    injectCSS: false, // the page's policy forbids style elements; ours are in thread.css
    extensions: [
      kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Bold, kit.Italic, kit.Strike, kit.Code, kit.CodeBlock, kit.Blockquote,
      kit.BulletList, kit.OrderedList, kit.ListItem, kit.History, kit.Dropcursor, kit.Gapcursor,
      kit.Link.configure({ openOnClick: false, enableTarget: false, autolink: true, linkOnPaste: true }),
      kit.Placeholder.configure({ placeholder }),
    ].filter(Boolean),
    editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-label": placeholder } },
    onUpdate: changed,
    onTransaction: moved,
  });
  return new Surface(editor, element);
}

const TOGGLES = {
  bold: "toggleBold", italic: "toggleItalic", bulletList: "toggleBulletList", orderedList: "toggleOrderedList",
  blockquote: "toggleBlockquote", code: "toggleCode",
};

const paragraph = line => ({ type: "paragraph", content: line ? [{ type: "text", text: line }] : [] });

class Surface {
  constructor(editor, element) {
    this.editor = editor;
    this.element = element;
  }

  /* The place of the plain field, with what somebody has typed there meanwhile. */
  takeOver(area) {
    const { value } = area;
    const isFocused = document.activeElement === area;
    area.replaceWith(this.element);
    if (value) this.editor.commands.insertContentAt(0, value.split("\n").map(paragraph));
    if (isFocused) this.focus();
  }

  get html() { return this.editor.isEmpty ? "" : this.editor.getHTML(); }
  get text() { return this.editor.getText(); }
  get link() { return this.editor.getAttributes("link").href ?? ""; }

  set html(html) { this.editor.commands.setContent(html, { emitUpdate: false }); }

  focus() { this.editor.commands.focus("end"); }
  is(format) { return this.editor.isActive(format); }
  toggle(format) { this.editor.chain().focus()[TOGGLES[format]]().run(); }

  setLink(address) {
    const chain = this.editor.chain().focus().extendMarkRange("link");
    const href = /^(https?:|mailto:)/i.test(address) ? address : address.includes("@") ? `mailto:${address}` : `https://${address}`;
    if (!address) chain.unsetMark("link").run();
    else if (this.editor.state.selection.empty && !this.link) chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setMark("link", { href }).run();
  }

  destroy() { this.editor.destroy(); }
}
