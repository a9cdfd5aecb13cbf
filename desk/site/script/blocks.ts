// What a passage is: paragraph, heading, list, quotation. A change of that keeps
// the words where they are and puts other tags round them, so that somebody who
// types in the same passage meanwhile loses nothing.

import { Fragment, Slice, type Node, type NodeType } from "prosemirror-model"
import type { Command, EditorState, Transaction } from "prosemirror-state"
import { ReplaceAroundStep } from "prosemirror-transform"
import { schema } from "./schema"

const { paragraph, heading, list, item, quotation, quoted, attribution } = schema.nodes

export type Kind = { type: NodeType, attrs?: Record<string, unknown>, inner?: NodeType }

export const kinds = {
  paragraph: { type: paragraph },
  heading2: { type: heading, attrs: { level: 2 } },
  heading3: { type: heading, attrs: { level: 3 } },
  list: { type: list, attrs: { ordered: false }, inner: item },
  numbered: { type: list, attrs: { ordered: true }, inner: item },
  quotation: { type: quotation, inner: quoted },
} satisfies Record<string, Kind>

/** isKind reports whether all that is selected is of a kind. */
export function isKind(state: EditorState, kind: Kind) {
  const { doc, selection } = state
  let all = true, some = false
  doc.nodesBetween(selection.from, selection.to, (node, _pos, parent) => {
    if (parent != doc) return false
    some = true
    all &&= is(node, kind)
    return false
  })
  return some && all
}

function isBlank(node: Node, type: NodeType) {
  return node.type == type && !node.content.size
}

function is(node: Node, kind: Kind) {
  return node.type == kind.type && Object.entries(kind.attrs ?? {}).every(([k, v]) => node.attrs[k] === v)
}

/** turn makes what is selected one kind, or paragraphs when it is that already. */
export function turn(wanted: Kind): Command {
  return (state, dispatch) => {
    const kind = isKind(state, wanted) ? kinds.paragraph : wanted
    const lines = selectedLines(state)
    if (!lines.length) return false
    if (dispatch) {
      const tr = state.tr
      let first = 0, behind = -1 // how many blocks come after the last that was made
      for (const pos of lines.reverse()) {
        if (isBlank(tr.doc.nodeAt(pos)!, attribution)) {
          tr.delete(pos, pos + 2)
          continue
        }
        const at = into(tr, out(tr, pos), kind)
        first = tr.doc.resolve(at).index()
        if (behind < 0) behind = tr.doc.childCount - 1 - first
      }
      settle(tr, first, tr.doc.childCount - 1 - behind, kind)
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

// selectedLines gives the places of the textblocks that can become something
// else. A quotation is one thing: part of it selected is all of it.
function selectedLines(state: EditorState) {
  const lines: number[] = []
  const { from, to } = state.selection
  state.doc.nodesBetween(from, to, (node, pos, parent) => {
    if (node.type == quotation) {
      node.forEach((_child, offset) => void lines.push(pos + 1 + offset))
      return false
    }
    if (node.type == list) return true
    if (node.type == item || parent == state.doc && (node.type == paragraph || node.type == heading)) lines.push(pos)
    return false
  })
  return lines
}

/** out brings a line out of its list or quotation as a paragraph, and gives its new place. */
export function out(tr: Transaction, pos: number): number {
  const $pos = tr.doc.resolve(pos), line = $pos.nodeAfter!, around = $pos.parent
  if (!$pos.depth) return pos
  if ($pos.index() < around.childCount - 1) tr.split(pos + line.nodeSize)
  const inside = pos + 1, end = pos + line.nodeSize
  const alone = paragraph.create({ lang: around.attrs.lang, dir: around.attrs.dir })
  if ($pos.index() == 0) {
    tr.step(new ReplaceAroundStep(pos - 1, end + 1, inside, end - 1, new Slice(Fragment.from(alone), 0, 0), 1, true))
    return pos - 1
  }
  const closing = Fragment.from([around.type.create(around.attrs), alone])
  tr.step(new ReplaceAroundStep(pos, end + 1, inside, end - 1, new Slice(closing, 1, 0), 2, true))
  return pos + 1
}

function into(tr: Transaction, pos: number, kind: Kind): number {
  const node = tr.doc.nodeAt(pos)!, attrs = { lang: node.attrs.lang, dir: node.attrs.dir, ...kind.attrs }
  if (!kind.inner) {
    if (!is(node, kind)) tr.setNodeMarkup(pos, kind.type, attrs)
    return pos
  }
  const wrapped = Fragment.from(kind.type.create(attrs, kind.inner.create()))
  const end = pos + node.nodeSize
  tr.step(new ReplaceAroundStep(pos, end, pos + 1, end - 1, new Slice(wrapped, 0, 0), 2, true))
  return pos
}

// settle joins what was made of neighbouring lines, lists with lists that stood
// there before too, and gives a quotation its line for who said it.
function settle(tr: Transaction, first: number, last: number, kind: Kind) {
  if (!kind.inner) return
  if (kind.type == list) {
    if (first > 0 && same(tr.doc.child(first - 1), tr.doc.child(first))) first--
    if (last + 1 < tr.doc.childCount && same(tr.doc.child(last), tr.doc.child(last + 1))) last++
  }
  for (let i = last; i > first; i--) if (same(tr.doc.child(i - 1), tr.doc.child(i))) tr.join(start(tr.doc, i))
  if (kind.type != quotation) return
  const made = tr.doc.child(first)
  if (made.lastChild!.type != attribution) tr.insert(start(tr.doc, first + 1) - 1, attribution.create())
}

function same(a: Node, b: Node) {
  return a.type == b.type && a.hasMarkup(b.type, b.attrs) && a.lastChild!.type == b.firstChild!.type
}

function start(doc: Node, index: number) {
  let pos = 0
  for (let i = 0; i < index; i++) pos += doc.child(i).nodeSize
  return pos
}
