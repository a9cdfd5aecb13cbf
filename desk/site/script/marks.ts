// What is said of words within a block: commands that set and take marks, with
// the whole of a marked passage as their reach when the caret only stands in it.

import type { Mark, MarkType, Node } from "prosemirror-model"
import type { EditorState, Transaction } from "prosemirror-state"

/** reach is what a command on a mark works on: the selection, or the marked passage the caret is in. */
export function reach(state: EditorState, type: MarkType): { from: number, to: number, mark?: Mark } | null {
  const { from, to, empty, $from } = state.selection
  if (!empty) return { from, to, mark: found(state, from, to, type) }
  const mark = type.isInSet($from.marks()) ?? ($from.nodeAfter && type.isInSet($from.nodeAfter.marks))
  return mark ? { ...around($from.parent, $from.parentOffset, $from.start(), mark), mark } : null
}

function found(state: EditorState, from: number, to: number, type: MarkType) {
  let mark: Mark | undefined
  state.doc.nodesBetween(from, to, node => void (mark ??= type.isInSet(node.marks)))
  return mark
}

// around gives the bounds of the run of one mark about an offset in a textblock.
function around(block: Node, offset: number, start: number, mark: Mark) {
  let from = offset, to = offset, pos = 0
  const runs: [number, number][] = []
  block.forEach(child => {
    const end = pos + child.nodeSize
    if (mark.isInSet(child.marks)) {
      const last = runs[runs.length - 1]
      if (last && last[1] == pos) last[1] = end
      else runs.push([pos, end])
    }
    pos = end
  })
  for (const [a, b] of runs) if (a <= offset && offset <= b) [from, to] = [a, b]
  return { from: start + from, to: start + to }
}

export function isMarked(state: EditorState, type: MarkType) {
  const { from, to, empty, $from } = state.selection
  if (empty) return !!type.isInSet(state.storedMarks ?? $from.marks())
  return state.doc.rangeHasMark(from, to, type)
}

/** mayMark reports whether a mark may stand in the selection. */
export function mayMark(state: EditorState, type: MarkType) {
  let may = false
  state.doc.nodesBetween(state.selection.from, state.selection.to, node => {
    may ||= node.inlineContent && node.type.allowsMarkType(type)
    return !may
  })
  return may
}

/** setMark puts one mark, in place of others of its type, on a passage; null takes them away. */
export function setMark(tr: Transaction, from: number, to: number, type: MarkType, attrs: Record<string, string> | null) {
  tr.removeMark(from, to, type)
  if (attrs) tr.addMark(from, to, type.create(attrs))
  return tr.removeStoredMark(type)
}
