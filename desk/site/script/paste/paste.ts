// Pasting and dropping. What the desk itself copied comes back as it was, through
// the schema; what others copied is read by our own reader; bare addresses become
// cards or links, and files go to the pictures.

import { DOMParser, Fragment, Slice } from "prosemirror-model"
import { Plugin } from "prosemirror-state"
import type { EditorView } from "prosemirror-view"
import type { EditorContext } from "../context"
import { goodLink, goodPage } from "../address"
import { addCard } from "../embed"
import { setMark } from "../marks"
import { insertPictures } from "../pictureview"
import { schema } from "../schema"
import { readForeign } from "./foreign"
import { place } from "./place"
import { quiet } from "./quiet"
import { readText } from "./text"

const { link } = schema.marks

export function pasting(ctx: EditorContext) {
  let foreign = false, leftOut = 0
  const own = DOMParser.fromSchema(schema)
  const parser = Object.assign(Object.create(own) as DOMParser, {
    parseSlice(dom: HTMLElement, options: Parameters<DOMParser["parseSlice"]>[1]) {
      foreign = !dom.querySelector("[data-pm-slice]")
      if (!foreign) return own.parseSlice(dom, options)
      const { blocks, pictures } = readForeign(dom, ctx.dir)
      leftOut = pictures
      return new Slice(Fragment.fromArray(blocks), 0, 0)
    },
  })
  return new Plugin({ props: {
    transformPastedHTML: quiet,
    clipboardParser: parser,
    clipboardTextParser(text) {
      foreign = true
      return new Slice(Fragment.fromArray(readText(text, ctx.dir)), 0, 0)
    },
    handlePaste(view, event, slice) {
      if (takeFiles(ctx, event.clipboardData) || pasteAddress(ctx, view, event)) return true
      const tr = place(view.state, slice.content.content.slice(), foreign)
      if (!tr) return false
      view.dispatch(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"))
      if (leftOut) ctx.say(ctx.words("editor.pictures_left_out", { Count: leftOut }))
      leftOut = 0
      return true
    },
    handleDrop(_view, event, _slice, moved) { return !moved && takeFiles(ctx, event.dataTransfer) },
  } })
}

// takeFiles takes pictures that come as files. Word and browsers put a picture of
// the text beside the text: then the text is meant.
function takeFiles(ctx: EditorContext, data: DataTransfer | null) {
  const files = [...data?.files ?? []].filter(f => f.type.startsWith("image/"))
  if (!files.length || !ctx.pictures || data!.getData("text/plain").trim()) return false
  void ctx.pictures.take(files).then(pictures => insertPictures(ctx, pictures))
  return true
}

// pasteAddress makes a card of a bare address on an empty line, a link of the
// selected words, or a link that shows itself.
function pasteAddress(ctx: EditorContext, view: EditorView, event: ClipboardEvent) {
  const text = event.clipboardData?.getData("text/plain").trim() ?? ""
  const { state } = view, { $from, $to, from, to, empty } = state.selection
  if (!/^\S+$/.test(text) || !/^https?:\/\//i.test(text) || !goodLink(text) || !$from.parent.type.allowsMarkType(link)) return false
  if (empty && $from.depth == 1 && !$from.parent.content.size && goodPage(text)) addCard(ctx, text)
  else if (!empty && $from.sameParent($to)) view.dispatch(setMark(state.tr, from, to, link, { href: text }))
  else view.dispatch(state.tr.replaceSelectionWith(schema.text(text, link.create({ href: text }).addToSet($from.marks())), false).scrollIntoView())
  return true
}
