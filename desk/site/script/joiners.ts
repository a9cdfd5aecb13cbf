// The zero width non-joiner, which Persian and Pashto need inside words and no
// eye can see: a key types it, and a thin line shows where it stands, if wanted.

import { PluginKey, type Command } from "prosemirror-state"
import type { EditorContext } from "./context"
import { blockwise, type Marked, type Span } from "./blockwise"
import { langAt } from "./language"
import { caret } from "./typing"

const zwnj = "\u200c"

/** needsJoiner reports whether a language is written with it, so that Shift+Space types it. */
export const needsJoiner = (lang: string) => /^(fa|prs|ps|ur|ckb|sd|ug|ar)\b|-Arab\b/.test(lang)

/** typeJoiner types one behind a letter; behind a space or another it would say nothing, and is left out. */
export const typeJoiner: Command = (state, dispatch) => {
  const $at = caret(state)
  const before = $at ? $at.parent.textBetween(0, $at.parentOffset, "", " ") : ""
  if (!$at || /[\p{L}\p{M}\p{N}]$/u.test(before)) dispatch?.(state.tr.insertText(zwnj).scrollIntoView())
  return true
}

/** spaceJoiner is typeJoiner on Shift+Space, where the words are in a language that has it. */
export function spaceJoiner(ctx: EditorContext): Command {
  return (state, dispatch) => needsJoiner(langAt(state, state.selection.from, ctx.lang)) && typeJoiner(state, dispatch)
}

const key = new PluginKey<Marked>("joiners")
let shown = false

/** joiners shows them. The setting is the page's: it says nothing of the story. */
export function joiners() {
  return blockwise(key, block => {
    const found: Span[] = []
    if (shown) block.forEach((child, offset) => {
      if (!child.isText) return
      for (let at = child.text!.indexOf(zwnj); at >= 0; at = child.text!.indexOf(zwnj, at + 1)) found.push({ from: offset + at, to: offset + at + 1 })
    })
    return found
  }, { class: "joiner" })
}

export const joinersShown = () => shown

export const showJoiners: Command = (state, dispatch) => {
  if (!dispatch) return true
  shown = !shown
  dispatch(state.tr.setMeta(key, shown))
  return true
}
