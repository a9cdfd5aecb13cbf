// What Enter, Backspace, Tab and their like do where the usual would break our
// document: the lines above the body, lists, quotations, cells.

import { baseKeymap, chainCommands, createParagraphNear, splitBlockAs } from "prosemirror-commands"
import type { Node, NodeType } from "prosemirror-model"
import { Selection, TextSelection, type Command, type EditorState, type Transaction } from "prosemirror-state"
import { out } from "./blocks"
import { schema } from "./schema"

const { headline, standfirst, dateline, item, quoted, attribution, cell, paragraph, heading } = schema.nodes
const lines = new Set<NodeType>([headline, standfirst, dateline])

/** isLine reports whether a node is one of the three lines above the body. */
export const isLine = (node: Node) => lines.has(node.type)

/** caret gives the place of a caret, null for a selection of something. */
export function caret(state: EditorState) {
  const s = state.selection
  return s instanceof TextSelection ? s.$cursor : null
}

/** Enter goes on from one of the lines above the body to the next. */
const nextLine: Command = (state, dispatch) => {
  const { $to } = state.selection
  if (!isLine($to.parent)) return false
  const next = Selection.findFrom(state.doc.resolve($to.after()), 1, true)
  if (next) dispatch?.(state.tr.setSelection(next).scrollIntoView())
  return true
}

/** Enter in an empty item leaves the list; so does Backspace at the start of the first. */
const leaveItem: Command = (state, dispatch) => {
  const $at = caret(state)
  if ($at?.parent.type != item || $at.parent.content.size) return false
  return leave(state, $at.before(), dispatch)
}

function leave(state: EditorState, pos: number, dispatch?: (tr: Transaction) => void) {
  if (dispatch) {
    const tr = state.tr
    const at = out(tr, pos)
    dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView())
  }
  return true
}

/** Enter in an empty paragraph of a quotation goes on to who said it; from there, to a paragraph behind. */
const leaveQuotation: Command = (state, dispatch) => {
  const $at = caret(state)
  if (!$at || $at.depth < 2) return false
  const around = $at.node(-1), index = $at.index(-1)
  if ($at.parent.type == attribution) {
    const tr = state.tr.insert($at.after(-1), paragraph.create({ lang: around.attrs.lang, dir: around.attrs.dir }))
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, $at.after(-1) + 1)).scrollIntoView())
    return true
  }
  if ($at.parent.type != quoted || $at.parent.content.size || !index) return false
  if (index == around.childCount - 1) return leave(state, $at.before(), dispatch)
  if (around.child(index + 1).type != attribution) return false
  const tr = state.tr.delete($at.before(), $at.after())
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, $at.before() + 1)).scrollIntoView())
  return true
}

const lineBreak: Command = (state, dispatch) => {
  if (isLine(state.selection.$from.parent)) return nextLine(state, dispatch)
  if (!state.selection.$from.parent.inlineContent) return false
  dispatch?.(state.tr.replaceSelectionWith(schema.nodes.break.create()).scrollIntoView())
  return true
}

const breakInCell: Command = (state, dispatch) => state.selection.$from.parent.type == cell && lineBreak(state, dispatch)

/** split begins a new block in the language and direction of the one that ends; behind a quoted paragraph, another. */
const split = splitBlockAs((node, atEnd) => {
  if (atEnd && node.type == quoted) return { type: quoted }
  return atEnd && (node.type == heading || node.type == paragraph)
    ? { type: paragraph, attrs: { lang: node.attrs.lang, dir: node.attrs.dir } } : null
})

/** Backspace at the start of a heading, a first item, a quotation makes a paragraph of it. */
const unmake: Command = (state, dispatch) => {
  const $at = caret(state)
  if (!$at || $at.parentOffset) return false
  if ($at.parent.type == heading) {
    dispatch?.(state.tr.setBlockType($at.pos, $at.pos, paragraph, { lang: $at.parent.attrs.lang, dir: $at.parent.attrs.dir }))
    return true
  }
  const first = $at.depth > 1 && $at.index(-1) == 0
  if (first && $at.parent.type == item) return leave(state, $at.before(), dispatch)
  if (first && $at.parent.type == quoted && $at.node(-1).childCount == 1) return leave(state, $at.before(), dispatch)
  return false
}

// stay keeps Backspace at the start and Delete at the end of a line above the
// body or of a cell from joining it with its neighbour, and the first block of
// the body from joining the line above it: the caret goes there instead.
const stay = (end: boolean): Command => (state, dispatch) => {
  const $at = caret(state)
  if (!$at || $at.parentOffset != (end ? $at.parent.content.size : 0)) return false
  const first = !end && $at.depth == 1 && $at.index(0) == 3
  if (!first && !isLine($at.parent) && $at.parent.type != cell) return false
  const near = Selection.findFrom(state.doc.resolve(end ? $at.after() : $at.before()), end ? 1 : -1, true)
  if (near && (first || isLine(near.$from.parent))) dispatch?.(state.tr.setSelection(near))
  return true
}

/** isolated reports whether a selection goes over the bounds of a line above the body or of a cell. */
export function isolated(state: EditorState) {
  const { $from, $to, empty } = state.selection
  if (empty || $from.sameParent($to) || !(state.selection instanceof TextSelection)) return false
  return [$from, $to].some($p => isLine($p.parent) || $p.parent.type == cell)
}

/** clear empties each textblock that is selected over such a bound, and leaves the blocks as they are. */
export function clear(tr: Transaction) {
  const { from, to } = tr.selection, spans: [number, number][] = []
  tr.doc.nodesBetween(from, to, (node, pos) => {
    if (node.inlineContent) spans.push([Math.max(from, pos + 1), Math.min(to, pos + 1 + node.content.size)])
  })
  for (const [a, b] of spans.reverse()) if (b > a) tr.delete(a, b)
  return tr.setSelection(TextSelection.create(tr.doc, from))
}

const clearIsolated: Command = (state, dispatch) => {
  if (!isolated(state)) return false
  dispatch?.(clear(state.tr).scrollIntoView())
  return true
}

const enter = chainCommands(nextLine, leaveItem, leaveQuotation, breakInCell, createParagraphNear, split)
const back = chainCommands(clearIsolated, unmake, stay(false), baseKeymap.Backspace)
const forward = chainCommands(clearIsolated, stay(true), baseKeymap.Delete)

/** typingKeys are the keys one writes with. */
export const typingKeys: Record<string, Command> = {
  ...baseKeymap,
  "Enter": enter, "Shift-Enter": lineBreak, "Mod-Enter": lineBreak,
  "Backspace": back, "Mod-Backspace": back, "Shift-Backspace": back,
  "Delete": forward, "Mod-Delete": forward,
}
