/* What waits to be sent, and what the desk has refused: one line each, made of `[data-queued]`. */
export function showWaiting(list, template, slips) {
  list.replaceChildren(...slips.map(slip => {
    const line = template.content.cloneNode(true)
    line.querySelector("[data-what]").textContent = [slip.name, slip.amount ?? slip.points].filter(Boolean).join(" · ")
    line.querySelector("[data-why]").textContent = slip.wrong ?? new Date(slip.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    const drop = line.querySelector("[data-drop]")
    drop.dataset.id = slip.client_id
    drop.hidden = !slip.wrong // what may have been taken already is not put away unanswered
    return line
  }))
}
