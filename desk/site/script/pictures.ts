// How pictures get into a story: dropped, pasted, chosen from the computer or from
// the library. Caption, credit and the words that stand for a picture come along
// from the library and are the story's own from then on.

import type { EditorContext, Pictures } from "./context"
import { show } from "./dialog"
import { el } from "./dom"
import { focal } from "./focal"
import type { Picture } from "./schema"
import { large, sendAll, small } from "./upload"

export function pictures(ctx: EditorContext): Pictures {
  return {
    choose: () => choose(ctx),
    take: files => take(ctx, files),
    focal: picture => chooseFocal(ctx, picture),
    source: large,
  }
}

// take sends files and shows what becomes of them; it stays open for as long as
// something was refused, or found in a file, that one should read.
async function take(ctx: EditorContext, files: File[]) {
  const list = el("ul", { class: "files", "aria-live": "polite" })
  const dialog = el("dialog", { "aria-labelledby": "taking" }, el("h2", { id: "taking" }, ctx.words("pictures.taken")), list, buttons(ctx, false))
  const closed = show(dialog)
  const taken = await sendAll(files, list, ctx.words)
  await closed
  ctx.view().focus()
  return taken
}

function buttons(ctx: EditorContext, choosing: boolean) {
  return el("form", { method: "dialog", class: "row" },
    el("button", { class: "main", value: "yes" }, ctx.words(choosing ? "pictures.use" : "editor.done")),
    choosing && el("button", { value: "no" }, ctx.words("editor.cancel")))
}

// choose shows the library, with a way to bring more; several can be taken.
async function choose(ctx: EditorContext): Promise<Picture[]> {
  const chosen = new Map<string, Picture>()
  const grid = el("ul", { class: "pictures", "aria-label": ctx.words("pictures.library") })
  const files = el("input", { type: "file", multiple: true, accept: "image/*", id: "choose-files" })
  const list = el("ul", { class: "files", "aria-live": "polite" })
  const words = el("input", { type: "search", id: "choose-words", dir: "auto" })
  const more = el("button", { type: "button" }, ctx.words("pictures.older"))
  const dialog = el("dialog", { class: "choose", "aria-labelledby": "choosing" },
    el("h2", { id: "choosing" }, ctx.words("pictures.choose_title")),
    el("p", {}, el("label", { for: "choose-files" }, ctx.words("pictures.choose"), " "), files), list,
    el("p", {}, el("label", { for: "choose-words" }, ctx.words("pictures.words")), words), grid, more, buttons(ctx, true))

  const add = (picture: Picture, first = false) => {
    const item = el("li", {}, card(ctx, picture, chosen))
    first ? grid.prepend(item) : grid.append(item)
  }
  let older = 0, asked = 0
  const load = async (begin: boolean) => {
    const mine = ++asked
    const query = new URLSearchParams({ q: words.value, ...(!begin && { before: `${older}` }) })
    const answer = await fetch("/pictures?" + query, { headers: { accept: "application/json" } }).catch(() => null)
    if (!answer?.ok || mine != asked) return
    const page: { pictures: Picture[], older: number } = await answer.json()
    if (begin) grid.replaceChildren()
    page.pictures.forEach(p => add(p))
    older = page.older
    more.hidden = !older
  }
  let waiting: ReturnType<typeof setTimeout>
  words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => void load(true), 200) })
  more.addEventListener("click", () => void load(false))
  files.addEventListener("change", async () => {
    for (const picture of await sendAll(files.files ?? [], list, ctx.words)) {
      chosen.set(picture.sha256, picture)
      add(picture, true)
    }
    files.value = ""
  })
  void load(true)
  const answer = await show(dialog)
  ctx.view().focus()
  return answer == "yes" ? [...chosen.values()] : []
}

// card is a picture that can be taken: a button that stays pressed.
function card(ctx: EditorContext, picture: Picture, chosen: Map<string, Picture>) {
  const button = el("button", { type: "button", class: "picture-card", "aria-pressed": chosen.has(picture.sha256) ? "true" : "false" },
    el("img", { src: small(picture), alt: picture.alt, width: picture.width, height: picture.height, loading: "lazy" }),
    el("span", { class: "picture-words", dir: "auto" }, picture.caption || picture.alt || ctx.words("pictures.no_words")),
    picture.credit && el("span", { class: "picture-credit", dir: "auto" }, picture.credit))
  button.addEventListener("click", () => {
    const taken = !chosen.delete(picture.sha256)
    if (taken) chosen.set(picture.sha256, picture)
    button.setAttribute("aria-pressed", `${taken}`)
  })
  return button
}

async function chooseFocal(ctx: EditorContext, picture: Picture) {
  const slider = (id: "focal_x" | "focal_y") => el("input", { type: "range", id, min: 0, max: 1000, step: 5, dir: "ltr" })
  const x = slider("focal_x"), y = slider("focal_y")
  const middle = !picture.focal_x && !picture.focal_y
  x.valueAsNumber = middle ? 500 : picture.focal_x
  y.valueAsNumber = middle ? 500 : picture.focal_y
  const image = () => el("img", { src: large(picture), alt: "", width: picture.width, height: picture.height })
  const frame = el("div", { class: "focal" }, image())
  const crops = el("div", { class: "crops" }, crop("crop-cut"), crop("crop-card"))
  function crop(name: "crop-cut" | "crop-card") {
    return el("figure", {}, el("div", { class: "crop " + name }, el("img", { src: large(picture), alt: "" })), el("figcaption", {}, ctx.words("pictures." + name.replace("-", "_"))))
  }
  const dialog = el("dialog", { class: "choose", "aria-labelledby": "pointing" },
    el("h2", { id: "pointing" }, ctx.words("pictures.focal")), el("p", { class: "hint" }, ctx.words("pictures.focal_hint")), frame,
    el("p", {}, el("label", { for: "focal_x" }, ctx.words("pictures.focal_x")), x), el("p", {}, el("label", { for: "focal_y" }, ctx.words("pictures.focal_y")), y),
    crops, buttons(ctx, true))
  const closed = show(dialog)
  focal(frame, x, y, crops)
  if (await closed != "yes") return null
  ctx.view().focus()
  return { focal_x: x.valueAsNumber || (y.valueAsNumber ? 0 : 1), focal_y: y.valueAsNumber }
}
