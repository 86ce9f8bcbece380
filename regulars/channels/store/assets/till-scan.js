/* Two ways to read a card: a reader that types like a keyboard, wherever the focus is; and the camera, where the browser reads codes. */

const FAST = 60 // milliseconds between two letters: no hand is so quick
const FEWEST = 6 // letters of a card

export function listenToReader(found) {
  let typed = "", last = 0
  const hear = event => {
    const isWriting = event.target.closest?.("input, textarea, select")
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key.length === 1) {
      typed = event.timeStamp - last < FAST ? typed + event.key : event.key
      last = event.timeStamp
      return
    }
    if (event.key === "Enter" && typed.length >= FEWEST && event.timeStamp - last < FAST * 4 && !isWriting?.matches("[name=q]")) {
      event.preventDefault()
      if (isWriting?.value.endsWith(typed)) isWriting.value = isWriting.value.slice(0, -typed.length)
      found(typed)
    }
    if (event.key !== "Shift") typed = ""
  }
  document.addEventListener("keydown", hear, true)
  return () => document.removeEventListener("keydown", hear, true)
}

export const mayScan = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia)

/* Shows what the camera sees until a code is read, or `signal` says that it is enough. Resolves to the number, or nothing. */
export async function scan(video, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } })
  const detector = new BarcodeDetector({ formats: ["qr_code", "code_128", "ean_13"] })
  video.srcObject = stream
  video.hidden = false
  try {
    await video.play()
    while (!signal.aborted) {
      const [code] = await detector.detect(video)
      if (code) return code.rawValue.trim()
      await new Promise(resolve => setTimeout(resolve, 120))
    }
    return ""
  } finally {
    video.hidden = true
    video.srcObject = null
    for (const track of stream.getTracks()) track.stop()
  }
}
