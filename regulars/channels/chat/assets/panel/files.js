import {element} from "./element.js"

const LARGEST_PICTURE = 3_000_000 // bytes of a picture that is fetched to be shown in the talk
const MOST_PIXELS = 480 // along a side

/* The files of a message: each a link, the smaller pictures to be seen at once. A picture is drawn, not loaded as one, so that the
   page need not allow pictures of another house. */
export function files(several, panel) {
  return several.map(file => {
    const name = element("span", {dir: "auto", text: file.name})
    const shown = element("a", {class: "file"}, name, element("small", {text: sizeOf(file.size, panel.about.language)}))
    if (file.address) Object.assign(shown, {href: `${panel.api}/${file.address}`, target: "_blank", rel: "noopener"})
    if (file.is_picture && file.size <= LARGEST_PICTURE) draw(file, panel).then(picture => {
      if (!picture) return
      const wasAtEnd = panel.talk.isAtEnd
      shown.classList.add("picture")
      shown.prepend(picture)
      if (wasAtEnd) panel.talk.toEnd()
    }, () => {}) // the link remains
    return shown
  })
}

async function draw(file, panel) {
  const blob = (await panel.blobs.get(file.id)) ?? (file.address && await (await fetch(`${panel.api}/${file.address}`, {credentials: "omit"})).blob())
  if (!blob) return null
  const bitmap = await createImageBitmap(blob)
  const scale = Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height))
  const canvas = element("canvas", {width: Math.ceil(bitmap.width * scale), height: Math.ceil(bitmap.height * scale), role: "img", "aria-label": file.name})
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return canvas
}

export function sizeOf(bytes, language) {
  const [unit, count] = bytes < 999_500 ? ["kilobyte", Math.max(1, Math.round(bytes / 1000))] : ["megabyte", Math.round(bytes / 100_000) / 10]
  return new Intl.NumberFormat(language, {style: "unit", unit}).format(count)
}
