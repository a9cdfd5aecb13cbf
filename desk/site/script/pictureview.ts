// A picture in the text: itself, caption, credit, and the words that stand for it
// where it cannot be seen. Without those, unless it only decorates, it says so.

import type { Node } from "prosemirror-model"
import type { Command } from "prosemirror-state"
import type { NodeViewConstructor } from "prosemirror-view"
import type { EditorContext } from "./context"
import { el } from "./dom"
import { fill, frame, inset, isInset, setAttribute } from "./inset"
import { schema, type Picture } from "./schema"
import { insertBlock } from "./table"

export function pictureView(ctx: EditorContext): NodeViewConstructor {
  return (first, view, where) => {
    let node = first
    const image = el("img", { alt: "", draggable: false })
    const line = (name: "caption" | "credit" | "alt") => inset(view, where, name, ctx.words("editor." + name), () => ctx.canEdit)
    const caption = line("caption"), credit = line("credit"), alt = line("alt")
    const decorative = el("input", { type: "checkbox", disabled: !ctx.canEdit })
    const missing = el("p", { class: "wrong" }, ctx.words("editor.alt_missing"))
    const focal = el("button", { type: "button", class: "button small" }, ctx.words("editor.focal"))
    const fields = el("figcaption", {}, caption, credit, alt, missing,
      el("p", { class: "picture-more" }, el("label", {}, decorative, " ", ctx.words("editor.decorative")), focal))
    const dom = el("figure", { class: "story-picture" }, image, fields)
    frame(view, where, fields)
    decorative.addEventListener("change", () => setAttribute(view, where, "decorative", decorative.checked))
    focal.addEventListener("click", () => void chooseFocal(node.attrs as Picture))

    async function chooseFocal(picture: Picture) {
      const point = await ctx.pictures?.focal?.(picture), pos = where()
      if (!point || pos === undefined) return
      view.dispatch(view.state.tr.setNodeAttribute(pos, "focal_x", point.focal_x).setNodeAttribute(pos, "focal_y", point.focal_y))
    }

    function show(now: Node) {
      node = now
      const p = now.attrs as Picture, source = ctx.pictures?.source(p) ?? ""
      if (source && image.getAttribute("src") != source) image.src = source
      if (p.width && p.height) [image.width, image.height] = [p.width, p.height]
      image.alt = p.alt
      fill(caption, p.caption)
      fill(credit, p.credit)
      fill(alt, p.alt)
      decorative.checked = p.decorative
      alt.hidden = p.decorative
      missing.hidden = p.decorative || !!p.alt.trim()
      focal.hidden = !ctx.canEdit || !ctx.pictures?.focal
      return true
    }
    show(node)
    return { dom, update: now => now.type == node.type && show(now), stopEvent: isInset, ignoreMutation: () => true }
  }
}

/** choosePictures asks for pictures and puts them behind the block one is in. */
export function choosePictures(ctx: EditorContext): Command {
  return (_state, dispatch) => {
    if (!ctx.pictures) return false
    if (dispatch) void ctx.pictures.choose().then(chosen => insertPictures(ctx, chosen))
    return true
  }
}

/** insertPictures puts pictures into the text. */
export function insertPictures(ctx: EditorContext, pictures: Picture[]) {
  for (const picture of pictures) {
    const view = ctx.view()
    insertBlock(schema.nodes.picture.create(picture))(view.state, view.dispatch, view)
  }
}
