// The three lines above the body have no tags a reader knows, so each says its
// name: to the eye while it is empty and beside it, to screen readers always,
// and again when the caret comes into it. Empty places say what belongs there.

import { Plugin, type EditorState } from "prosemirror-state"
import { Decoration, DecorationSet } from "prosemirror-view"
import type { Node } from "prosemirror-model"
import type { EditorContext } from "./context"
import { isLine } from "./typing"
import { bodyStart, place } from "./table"

export function lines(ctx: EditorContext) {
  return new Plugin({
    props: {
      decorations(state) {
        const { doc } = state, made: Decoration[] = []
        for (let index = 0, pos = 0; index < 3; pos += doc.child(index++).nodeSize) made.push(named(ctx, doc.child(index), pos))
        const first = doc.child(3)
        if (doc.childCount == 4 && first.isTextblock && !first.content.size) {
          made.push(Decoration.node(bodyStart(doc), bodyStart(doc) + 2, { class: "unwritten", "data-hint": ctx.words("editor.hint_body") }))
        }
        const $at = state.selection.$head
        if ($at.depth && $at.node(1).type.name == "quotation") {
          const from = $at.before(1), around = $at.node(1), last = around.lastChild!
          const at = from + around.nodeSize - 1 - last.nodeSize
          if (last.type.name == "attribution" && !last.content.size) {
            made.push(Decoration.node(at, at + 2, { class: "unwritten", "data-hint": ctx.words("editor.hint_attribution") }))
          }
        }
        return DecorationSet.create(doc, made)
      },
    },
    view: () => {
      let was = ""
      const region = document.getElementById("where")!
      return {
        update(view) {
          const now = where(ctx, view.state)
          if (now && now != was) region.textContent = now
          was = now
        },
      }
    },
  })
}

function named(ctx: EditorContext, node: Node, pos: number) {
  const name = ctx.words("editor." + node.type.name)
  return Decoration.node(pos, pos + node.nodeSize, {
    role: "group", "aria-label": name, "data-label": name,
    ...(!node.content.size && { class: "unwritten", "data-hint": ctx.words("editor.hint_" + node.type.name) }),
  })
}

function where(ctx: EditorContext, state: EditorState) {
  const block: Node | undefined = state.selection.$head.node(1)
  if (!block) return ""
  if (isLine(block)) return ctx.words("editor." + block.type.name)
  const at = place(state)
  return at ? ctx.words("editor.cell_at", { Row: at.row + 1, Column: at.column + 1 }) : ""
}
