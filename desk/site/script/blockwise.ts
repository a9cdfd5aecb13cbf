// A plugin that marks something in the words of the story. It looks at a textblock
// again only when a change touched it, so that a key costs the same in a story of
// ten thousand words as in a short one.

import type { Node } from "prosemirror-model"
import { Plugin, type EditorState, type PluginKey, type Transaction } from "prosemirror-state"
import { Decoration, DecorationSet } from "prosemirror-view"

export type Span = { from: number, to: number }

/** marked is what the plugin's state holds. */
export type Marked = { set: DecorationSet }

/**
 * blockwise decorates the spans that `look` finds in a textblock, given as offsets
 * into it. A transaction with the key as its meta has everything looked at again.
 */
export function blockwise(key: PluginKey<Marked>, look: (block: Node) => Span[], attrs: Record<string, string>) {
  const decorate = (doc: Node, from: number, to: number) => {
    const made: Decoration[] = []
    eachBlock(doc, from, to, (block, pos) => {
      for (const s of look(block)) made.push(Decoration.inline(pos + 1 + s.from, pos + 1 + s.to, attrs))
    })
    return made
  }
  const all = (doc: Node) => DecorationSet.create(doc, decorate(doc, 0, doc.content.size))
  return new Plugin<Marked>({
    key,
    state: {
      init: (_, state) => ({ set: all(state.doc) }),
      apply(tr, old) {
        if (tr.getMeta(key) !== undefined) return { set: all(tr.doc) }
        if (!tr.docChanged) return old
        let set = old.set.map(tr.mapping, tr.doc)
        for (const { from, to } of changed(tr)) {
          let start = from, end = to
          eachBlock(tr.doc, from, to, (block, pos) => [start, end] = [Math.min(start, pos), Math.max(end, pos + block.nodeSize)])
          set = set.remove(set.find(start, end)).add(tr.doc, decorate(tr.doc, start, end))
        }
        return { set }
      },
    },
    props: { decorations(this: Plugin<Marked>, state: EditorState) { return this.getState(state)?.set } },
  })
}

/** eachBlock calls f for each textblock between two places. */
export function eachBlock(doc: Node, from: number, to: number, f: (block: Node, pos: number) => void) {
  doc.nodesBetween(from, Math.min(to, doc.content.size), (node, pos) => {
    if (!node.isTextblock) return true
    f(node, pos)
    return false
  })
}

/** changed gives what a transaction touched, as spans of its new document. */
export function changed(tr: Transaction): Span[] {
  const spans: Span[] = []
  tr.mapping.maps.forEach((map, i) => {
    const rest = tr.mapping.slice(i + 1)
    map.forEach((_a, _b, from, to) => spans.push({ from: Math.max(0, rest.map(from, -1) - 1), to: rest.map(to, 1) + 1 }))
  })
  return spans
}
