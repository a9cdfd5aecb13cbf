// A table in the text, with its caption, in a box of its own that scrolls when the
// table is wider than the page.

import type { NodeViewConstructor } from "prosemirror-view"
import type { EditorContext } from "./context"
import { el } from "./dom"
import { fill, frame, inset, isInset } from "./inset"

export function tableView(ctx: EditorContext): NodeViewConstructor {
  return (node, view, where) => {
    const caption = inset(view, where, "caption", ctx.words("editor.table_caption"), () => ctx.canEdit)
    const head = el("div", { class: "table-caption" }, caption), body = el("tbody"), table = el("table", {}, body)
    const dom = el("div", { class: "story-table" }, head, el("div", { class: "scroll" }, table))
    frame(view, where, head)
    const show = (now: typeof node) => {
      fill(caption, now.attrs.caption)
      table.classList.toggle("headed", now.attrs.header)
      for (const name of ["lang", "dir"]) now.attrs[name] ? dom.setAttribute(name, now.attrs[name]) : dom.removeAttribute(name)
      return true
    }
    show(node)
    return {
      dom, contentDOM: body, update: now => now.type == node.type && show(now), stopEvent: isInset,
      ignoreMutation: m => m.type != "selection" && !body.contains(m.target) || m.target == body && m.type == "attributes",
    }
  }
}
