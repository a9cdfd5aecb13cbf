// Language and direction: of a block, and of words within one. What says nothing
// is in the edition's; what says the edition's own says nothing.

import type { Node } from "prosemirror-model"
import type { Command, EditorState } from "prosemirror-state"
import { ask } from "./dialog"
import type { Dir, EditorContext } from "./context"
import { reach, setMark } from "./marks"
import { schema } from "./schema"

/** The languages offered by name; others keep their tag when they have one. */
const offered = ["en", "fa-AF", "ps", "ar", "ur", "uz-Arab", "uz", "tg", "tk", "tr", "ru", "de", "fr", "es", "it", "hi", "zh"]

const rightToLeft = /^(ar|fa|prs|ps|ur|he|yi|sd|ug|ckb|dv)\b|-Arab\b/

export const dirOf = (lang: string): Dir => rightToLeft.test(lang) ? "rtl" : "ltr"

/** said gives lang and dir as they stand in the document: what is the edition's own is left out. */
function said(ctx: EditorContext, lang: string) {
  const dir = lang ? dirOf(lang) : ""
  return { lang: lang == ctx.lang ? "" : lang, dir: dir == ctx.dir ? "" : dir }
}

/** blocks gives the selected blocks that can have a direction, with their places. */
function blocks(state: EditorState) {
  const found: [Node, number][] = []
  state.doc.nodesBetween(state.selection.from, state.selection.to, (node, pos, parent) => {
    if (parent != state.doc) return false
    if (node.type.spec.attrs && "dir" in node.type.spec.attrs) found.push([node, pos])
    return false
  })
  return found
}

/** langAt is the language of the words before a place. */
export function langAt(state: EditorState, pos: number, edition: string): string {
  const $pos = state.doc.resolve(pos)
  const mark = schema.marks.foreign.isInSet(state.storedMarks ?? $pos.marks())
  return mark?.attrs.lang || ($pos.depth && $pos.node(1).attrs.lang) || edition
}

/** turnRound switches the direction of the selected blocks, all to the same. */
export function turnRound(ctx: EditorContext): Command {
  return (state, dispatch) => {
    const found = blocks(state)
    if (!found.length) return false
    const now = found[0][0].attrs.dir || ctx.dir
    const dir = now == "rtl" ? "ltr" : "rtl"
    const tr = state.tr
    for (const [, pos] of found) tr.setNodeAttribute(pos, "dir", dir == ctx.dir ? "" : dir)
    if (dispatch) {
      dispatch(tr)
      ctx.say(ctx.words("editor.now_" + dir))
    }
    return true
  }
}

export const isTurned = (state: EditorState) => blocks(state).some(([node]) => node.attrs.dir)

export function isForeign(state: EditorState) {
  return !!reach(state, schema.marks.foreign)?.mark || blocks(state).some(([node]) => node.attrs.lang)
}

/** chooseLanguage asks in which language words are: those selected, or else the block's. */
export function chooseLanguage(ctx: EditorContext): Command {
  return (state, dispatch) => {
    const words = reach(state, schema.marks.foreign), found = blocks(state)
    if (!words && !found.length) return false
    if (dispatch) void ask(ctx, ctx.words(words ? "editor.language_words" : "editor.language_block"), [{
      name: "lang", label: ctx.words("editor.language"), kind: "select",
      value: words ? words.mark?.attrs.lang ?? "" : found[0][0].attrs.lang,
      options: names(ctx, words?.mark?.attrs.lang),
    }]).then(answer => {
      if (!answer || answer == "also") return
      const attrs = said(ctx, answer.lang), { tr } = ctx.view().state
      if (words) setMark(tr, words.from, words.to, schema.marks.foreign, attrs.lang ? { lang: attrs.lang, dir: dirOf(attrs.lang) } : null)
      else for (const [, pos] of found) tr.setNodeAttribute(pos, "lang", attrs.lang).setNodeAttribute(pos, "dir", attrs.dir)
      ctx.view().dispatch(tr)
    })
    return true
  }
}

// names gives the languages to choose from, in the words of the desk's own.
function names(ctx: EditorContext, also?: string): [string, string][] {
  const own = document.documentElement.lang || "en"
  const spoken = new Intl.DisplayNames([own], { type: "language" })
  const tags = offered.filter(tag => tag != ctx.lang)
  if (also && !tags.includes(also)) tags.push(also)
  return [["", ctx.words("editor.language_own")], ...tags.map((tag): [string, string] => [tag, spoken.of(tag) ?? tag])]
}
