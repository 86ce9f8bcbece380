/* How long to wait before the desk is asked again: longer after each failure, and never all pages at once. */
const LONGEST = 30_000 // milliseconds

export const pause = failures => Math.min(LONGEST, 1000 * 2 ** failures) * (0.5 + Math.random() / 2)
export const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds))
