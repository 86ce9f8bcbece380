/* How long to wait before the desk is asked again: longer after each failure, and never all pages at once. */
const LONGEST = 30_000 // milliseconds

export const pause = failures => Math.min(LONGEST, 1000 * 2 ** failures) * (0.5 + Math.random() / 2)
export const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds))

/* So long, or until the network is back. */
export function waitOnline(milliseconds) {
  const over = new AbortController()
  const isBack = new Promise(done => addEventListener("online", done, {signal: over.signal}))
  return Promise.race([wait(milliseconds), isBack]).finally(() => over.abort())
}
