// Where pasted blocks go. In a line above the body, an item, a quotation or a cell
// they become what that place holds; elsewhere they are blocks.

import { Fragment, Slice, type Node } from "prosemirror-model"
import { TextSelection, type EditorState, type Transaction } from "prosemirror-state"
import { bodyStart } from "../table"
import { isLine } from "../typing"
import { schema } from "../schema"
import { lines } from "./run"

const { paragraph, list, item, quotation, quoted, cell } = schema.nodes

/** place gives the transaction that pastes, null where the view's own way is right. */
export function place(state: EditorState, blocks: Node[], foreign: boolean): Transaction | null {
  const { $from, $to } = state.selection, around = $from.parent
  if (isLine(around) && $from.sameParent($to)) return inLine(state, blocks)
  if (around.type == cell) return inline(state, lines(blocks.flatMap(linesOf)))
  const own = around.type == item ? list : around.type == quoted ? quotation : null
  if (own && blocks.length && blocks.every(b => b.isTextblock || b.type == own)) return within(state, blocks, own, around)
  return foreign ? state.tr.replaceSelection(opened(blocks, !around.content.size)) : null
}

// opened lets paragraphs at either end join the text they are pasted into. In an
// empty one there is none to join, and one in another direction brings it along.
function opened(blocks: Node[], empty: boolean) {
  const open = (n: Node | undefined) => n?.type == paragraph && !(empty && n.attrs.dir) ? 1 : 0
  return new Slice(Fragment.fromArray(blocks), open(blocks[0]), open(blocks[blocks.length - 1]))
}

function linesOf(block: Node): Fragment[] {
  if (block.inlineContent) return [block.content]
  return block.content.content.flatMap(linesOf)
}

const inline = (state: EditorState, words: Fragment) => state.tr.replaceSelection(new Slice(words, 0, 0))

// A headline is text alone. Who pastes a whole story into it finds its first line
// there and the rest at the top of the body, rather than nothing.
function inLine(state: EditorState, blocks: Node[]) {
  const first = blocks.findIndex(b => linesOf(b).length)
  if (first < 0) return state.tr
  const text = linesOf(blocks[first]).map(f => f.textBetween(0, f.size, " ", " ")).join(" ")
  const tr = state.tr.insertText(text)
  const rest = blocks.filter((_, i) => i != first)
  if (!rest.length) return tr
  const at = bodyStart(tr.doc), top = tr.doc.child(3)
  return tr.replaceWith(at, top.type == paragraph && !top.content.size ? at + 2 : at, rest)
}

// within pastes lines as items of the list, or paragraphs of the quotation, one is in.
function within(state: EditorState, blocks: Node[], own: typeof list, around: Node) {
  const content = blocks.flatMap(linesOf).map(words => around.type.create(null, words))
  const tr = state.tr.replaceSelection(new Slice(Fragment.from(own.create(null, content)), 2, 2))
  return tr.setSelection(TextSelection.near(tr.doc.resolve(tr.mapping.map(state.selection.to)), -1))
}
