// What a page says of a field that somebody else changed at the same time: whose
// value stands, and the other, one click away.

import { AttrStep } from "prosemirror-transform"
import type { EditorContext } from "./context"
import { el } from "./dom"
import { FieldStep, type FieldClash } from "./fields"
import type { Name } from "./merge"
import type { Fields, Picture } from "./schema"
import type { Line } from "./status"

/** clashText says what became of a field. */
export function clashText({ words }: EditorContext, c: FieldClash) {
  return words("sync.clash", { Name: c.by, Field: words("editor." + (c.key ?? c.field)), Theirs: shown(c, c.theirs), Mine: shown(c, c.mine) })
}

/** clashNote says it, and offers what the writer had. */
export function clashNote(ctx: EditorContext, line: Line, c: FieldClash) {
  const button = el("button", { type: "button" }, ctx.words("sync.take_mine"))
  const note = line.note(clashText(ctx, c), button)
  const take = taking(ctx, c)
  button.addEventListener("click", () => {
    take()
    note.remove()
  })
}

/** taking gives what puts the writer's own value in the field, wherever its node is by then. */
function taking(ctx: EditorContext, c: FieldClash): () => void {
  let { at } = c
  if (at === undefined) return () => {
    const view = ctx.view(), is = view.state.doc.attrs[c.field]
    const value = c.key === undefined ? c.mine : is && { ...is, [c.key]: c.mine }
    view.dispatch(view.state.tr.step(new FieldStep(c.field, value, is)))
  }
  ctx.onChange((_, tr) => {
    if (at === undefined) return
    const moved = tr.mapping.mapResult(at, 1)
    at = moved.deletedAfter ? undefined : moved.pos
  })
  return () => {
    const view = ctx.view()
    if (at !== undefined) view.dispatch(view.state.tr.step(new AttrStep(at, c.field, c.mine)))
  }
}

/** shown is a value as people read it. */
function shown({ key, field }: FieldClash, value: unknown): string {
  if (field == "section") return document.querySelector<HTMLOptionElement>(`#section option[value="${CSS.escape(`${value}`)}"]`)?.text ?? `${value}`
  if (Array.isArray(value)) return (value as Name[]).map(n => n.name).join(", ")
  const text = key === undefined && field == "lead" ? leadText(value as Fields["lead"]) : `${value}`
  return text.length > 120 ? text.slice(0, 119) + "…" : text || "—"
}

const leadText = (p: Picture | null) => p ? p.alt || p.caption || p.credit || p.sha256.slice(0, 8) : ""
