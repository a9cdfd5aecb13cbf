// A question asked over the page: a native dialog with a form, which keeps the
// focus, ends with Escape and gives the focus back.

import type { EditorContext } from "./context"
import { el, held } from "./dom"

export type Field = {
  name: string, label: string, value?: string, hint?: string,
  kind?: "text" | "url" | "select" | "check",
  options?: [value: string, label: string][],
  /** check says what is wrong with a value, or "". */
  check?(value: string): string,
}

/** ask gives what was filled in, null when it was not to be. `also` is a further way out, as "take the link away". */
export function ask(ctx: EditorContext, title: string, fields: Field[], also?: string): Promise<Record<string, string> | "also" | null> {
  const inputs = fields.map(input)
  const wrong = el("p", { class: "wrong", role: "alert" })
  const form = el("form", { method: "dialog" },
    el("h2", { id: "ask" }, title), ...fields.map((f, i) => row(f, inputs[i])), wrong,
    el("p", { class: "buttons" }, el("button", { class: "button main", value: "yes" }, ctx.words("editor.done")),
      also && el("button", { class: "button", value: "also", formnovalidate: true }, also),
      el("button", { class: "button", value: "no", formnovalidate: true }, ctx.words("editor.cancel"))))
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": "ask" }, form)
  form.addEventListener("submit", event => {
    if ((event.submitter as HTMLButtonElement | null)?.value != "yes") return
    const at = fields.findIndex((f, i) => f.check?.(inputs[i].value))
    if (at < 0) return
    event.preventDefault()
    wrong.textContent = fields[at].check!(inputs[at].value)
    inputs[at].focus()
  })
  return show(dialog).then(answer => {
    ctx.view().focus()
    if (answer == "also") return "also"
    if (answer != "yes") return null
    return Object.fromEntries(fields.map((f, i) => [f.name, said(f, inputs[i])]))
  })
}

/** show opens a dialog and gives the value of the button that ended it, "" for Escape. */
export function show(dialog: HTMLDialogElement): Promise<string> {
  document.body.append(dialog)
  return new Promise(done => {
    dialog.addEventListener("close", () => {
      dialog.remove()
      done(dialog.returnValue)
    })
    dialog.showModal()
  })
}

function said(f: Field, input: HTMLInputElement | HTMLSelectElement) {
  if (input instanceof HTMLSelectElement) return input.value
  return f.kind == "check" ? `${input.checked}` : held(input).trim()
}

function input(f: Field): HTMLInputElement | HTMLSelectElement {
  const id = "ask-" + f.name
  if (f.kind == "select") {
    return el("select", { id }, ...f.options!.map(([value, label]) => el("option", { value, selected: value == f.value }, label)))
  }
  if (f.kind == "check") return el("input", { id, type: "checkbox", checked: f.value == "true" })
  const made = el("input", { id, type: "text", maxlength: f.kind == "url" ? 2048 : 300, dir: f.kind == "url" ? "ltr" : "auto", autocomplete: "off", inputmode: f.kind == "url" && "url" })
  made.value = f.value ?? ""
  return made
}

function row(f: Field, input: HTMLElement) {
  const label = el("label", { for: input.id }, f.label)
  const hint = f.hint && el("small", { id: input.id + "-hint" }, f.hint)
  if (hint) input.setAttribute("aria-describedby", hint.id)
  return el("p", { class: f.kind == "check" ? "field check" : "field" }, ...(f.kind == "check" ? [input, label] : [label, input]), hint)
}
