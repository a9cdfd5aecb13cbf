// Fields that stand within the text: a picture's caption, a table's. The text
// leaves them alone; what is typed there changes one attribute of their node.

import { NodeSelection } from "prosemirror-state"
import type { EditorView } from "prosemirror-view"
import { el, held } from "./dom"

export type Where = () => number | undefined

/** setAttribute changes one attribute of a node of the text. */
export function setAttribute(view: EditorView, where: Where, name: string, value: unknown) {
  const pos = where()
  if (pos === undefined || view.state.doc.nodeAt(pos)?.attrs[name] === value) return
  view.dispatch(view.state.tr.setNodeAttribute(pos, name, value))
}

/** inset is a line to type an attribute in. */
export function inset(view: EditorView, where: Where, name: string, label: string, canEdit: () => boolean) {
  const field = el("textarea", { rows: 1, maxlength: 4000, "aria-label": label, placeholder: label, dir: "auto", class: "inset " + name })
  field.readOnly = !canEdit()
  field.addEventListener("input", () => setAttribute(view, where, name, held(field).replace(/\s*\n\s*/g, " ")))
  return field
}

/**
 * fill puts an attribute's value in its field, unless that is where it was just
 * typed. Who is in a field while somebody else changes it is led out of it: nobody
 * writes on in another's words unawares.
 */
export function fill(field: HTMLInputElement | HTMLTextAreaElement, value: string) {
  if (field.value.replace(/\s*\n\s*/g, " ").trim() == value.trim()) return
  field.value = value
  field.blur()
}

/** frame makes what surrounds such fields deaf to the text's own keys, and lets Escape and Enter lead back. */
export function frame(view: EditorView, where: Where, box: HTMLElement) {
  box.contentEditable = "false"
  box.addEventListener("keydown", event => {
    const field = event.target as HTMLElement
    if (event.key == "Enter" && field instanceof HTMLTextAreaElement && !event.isComposing) {
      const all = [...box.querySelectorAll("textarea")], next = all[all.indexOf(field) + 1]
      next ? next.focus() : back()
    } else if (event.key == "Escape") back()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  function back() {
    const pos = where()
    if (pos === undefined) return
    if (NodeSelection.isSelectable(view.state.doc.nodeAt(pos)!)) view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)))
    view.focus()
  }
}

/** isInset reports whether an event belongs to a field within the text. */
export const isInset = (event: Event) => event.target instanceof Element && !!event.target.closest("textarea, input, button, a.out")
