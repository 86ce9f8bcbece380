/* What the composer's text may hold besides plain formatting: somebody's name in a note, a picture, and places that are still empty. */

/* <mark data-mention="agent:3">@Noor Haddad</mark>: one thing, written and deleted as a whole. */
export const mention = kit => kit.Node.create({
  name: "mention", group: "inline", inline: true, atom: true, selectable: false,
  addAttributes: () => ({ who: { default: "" }, label: { default: "" } }),
  parseHTML: () => [{ tag: "mark[data-mention]", getAttrs: mark => ({ who: mark.dataset.mention, label: mark.textContent }) }],
  renderHTML: ({ node }) => ["mark", { "data-mention": node.attrs.who }, node.attrs.label],
  renderText: ({ node }) => node.attrs.label,
});

const GAP = /\{\{[^{}]*\}\}/g;

/* Marks each {{place}} that nothing has filled, so that nobody overlooks it. */
export const gaps = kit => kit.Extension.create({
  name: "gaps",
  addProseMirrorPlugins: () => [new kit.pm.state.Plugin({ props: { decorations: ({ doc }) => {
    const found = [];
    doc.descendants((node, at) => {
      for (const { index, 0: words } of node.isText ? node.text.matchAll(GAP) : []) {
        found.push(kit.pm.view.Decoration.inline(at + index, at + index + words.length, { class: "gap" }));
      }
    });
    return kit.pm.view.DecorationSet.create(doc, found);
  } } })],
});
