/* The words of a message that somebody has selected, in the page or in the frame of a letter; "" when nothing is. */

export function selectedWords(thread) {
  for (const frame of thread?.querySelectorAll("letter-body iframe") ?? []) {
    const words = String(frame.contentDocument?.getSelection() ?? "").trim();
    if (words) return words;
  }
  const selection = getSelection();
  const bubble = selection.anchorNode?.parentElement?.closest(".message .bubble");
  return bubble && thread?.contains(bubble) ? String(selection).trim() : "";
}
