// Tables without spans: every cell is one column wide and one row high, as in the
// typed body, so the place of a cell is its row's number and its own.

import type { Node, ResolvedPos } from "prosemirror-model"
import { Selection, TextSelection, type Command, type EditorState, type Transaction } from "prosemirror-state"
import { schema } from "./schema"

const { table, row, cell, paragraph } = schema.nodes

type Place = { table: Node, pos: number, row: number, column: number }

/** place is where the selection begins in a table, or null. */
export function place(state: EditorState): Place | null {
  const { $from } = state.selection
  for (let d = $from.depth; d > 0; d--) {
    if ($from.node(d).type != table) continue
    return { table: $from.node(d), pos: $from.before(d), row: $from.index(d), column: d < $from.depth ? $from.index(d + 1) : 0 }
  }
  return null
}

const widest = (t: Node) => Math.max(...t.content.content.map(r => r.childCount))

const emptyRow = (columns: number) => row.create(null, Array.from({ length: columns }, () => cell.create()))

/** insertTable puts a table of three columns behind the block one is in, or in place of it when it is empty. */
export const insertTable: Command = (state, dispatch) => {
  const made = table.create({ header: true }, [emptyRow(3), emptyRow(3), emptyRow(3)])
  return insertBlock(made, true)(state, dispatch)
}

/** insertBlock puts a block where the selection is, at the top of the body if that is above it. */
export function insertBlock(block: Node, into = false): Command {
  return (state, dispatch) => {
    if (!dispatch) return true
    const tr = state.tr, { from, to } = room(state.selection.$to)
    tr.replaceWith(from, to, block)
    const end = from + block.nodeSize
    if (end == tr.doc.content.size) tr.insert(end, paragraph.create())
    tr.setSelection(into ? Selection.near(tr.doc.resolve(from)) : Selection.near(tr.doc.resolve(end)))
    dispatch(tr.scrollIntoView())
    return true
  }
}

// room is where a block goes: over an empty paragraph, else behind the block.
function room($at: ResolvedPos) {
  const doc = $at.node(0), top = bodyStart(doc)
  const at = $at.pos < top ? top : $at.depth ? $at.before(1) : $at.pos
  const block = doc.nodeAt(at)
  if (block?.type == paragraph && !block.content.size) return { from: at, to: at + 2 }
  const from = $at.pos > top && $at.depth ? $at.after(1) : at
  return { from, to: from }
}

/** bodyStart is where the body begins, behind headline, standfirst and dateline. */
export const bodyStart = (doc: Node) => doc.child(0).nodeSize + doc.child(1).nodeSize + doc.child(2).nodeSize

/** cellAt gives the place before a cell, at the end of the row when it is shorter. */
function cellAt(doc: Node, at: Place, r: number, c: number) {
  let pos = at.pos + 1
  const t = doc.nodeAt(at.pos)!
  for (let i = 0; i < r; i++) pos += t.child(i).nodeSize
  pos++
  for (let i = 0; i < Math.min(c, t.child(r).childCount); i++) pos += t.child(r).child(i).nodeSize
  return pos
}

function inTable(work: (tr: Transaction, at: Place) => void): Command {
  return (state, dispatch) => {
    const at = place(state)
    if (at && dispatch) {
      const tr = state.tr
      work(tr, at)
      dispatch(tr.scrollIntoView())
    }
    return !!at
  }
}

function goTo(tr: Transaction, at: Place, r: number, c: number) {
  tr.setSelection(TextSelection.create(tr.doc, cellAt(tr.doc, at, r, c) + 1))
}

export const rowAfter = inTable((tr, at) => {
  tr.insert(cellAt(tr.doc, at, at.row, 0) - 1 + at.table.child(at.row).nodeSize, emptyRow(widest(at.table)))
  goTo(tr, at, at.row + 1, at.column)
})

export const columnAfter = inTable((tr, at) => {
  for (let r = at.table.childCount - 1; r >= 0; r--) tr.insert(cellAt(tr.doc, at, r, at.column + 1), cell.create())
  goTo(tr, at, at.row, at.column + 1)
})

export const removeRow = inTable((tr, at) => {
  if (at.table.childCount == 1) return drop(tr, at)
  const start = cellAt(tr.doc, at, at.row, 0) - 1
  tr.delete(start, start + at.table.child(at.row).nodeSize)
  goTo(tr, at, Math.min(at.row, at.table.childCount - 2), at.column)
})

export const removeColumn = inTable((tr, at) => {
  if (widest(at.table) == 1) return drop(tr, at)
  for (let r = at.table.childCount - 1; r >= 0; r--) {
    const line = at.table.child(r)
    if (line.childCount <= at.column || line.childCount == 1) continue
    const start = cellAt(tr.doc, at, r, at.column)
    tr.delete(start, start + line.child(at.column).nodeSize)
  }
  goTo(tr, at, at.row, Math.max(0, Math.min(at.column, tr.doc.nodeAt(at.pos)!.child(at.row).childCount - 1)))
})

function drop(tr: Transaction, at: Place) {
  tr.replaceWith(at.pos, at.pos + at.table.nodeSize, paragraph.create())
  tr.setSelection(TextSelection.create(tr.doc, at.pos + 1))
}

export const removeTable = inTable(drop)

export const toggleHeader = inTable((tr, at) => void tr.setNodeAttribute(at.pos, "header", !at.table.attrs.header))

export const hasHeader = (state: EditorState) => !!place(state)?.table.attrs.header

/** nextCell goes to a neighbouring cell; behind the last it makes a row. Outside a table it does nothing, so that Tab leaves the text. */
export const nextCell = (step: 1 | -1): Command => (state, dispatch) => {
  const at = place(state)
  if (!at) return false
  let r = at.row, c = at.column + step
  if (c < 0) c = r-- > 0 ? at.table.child(r).childCount - 1 : -1
  else if (c >= at.table.child(r).childCount) [r, c] = [r + 1, 0]
  if (r < 0) return true
  if (r == at.table.childCount) {
    const there = at.table.childCount
    return inTable((tr, at) => {
      tr.insert(at.pos + at.table.nodeSize - 1, emptyRow(widest(at.table)))
      goTo(tr, at, there, 0)
    })(state, dispatch)
  }
  const tr = state.tr
  const start = cellAt(tr.doc, at, r, c) + 1
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, start, start + at.table.child(r).child(c).content.size)).scrollIntoView())
  return true
}
