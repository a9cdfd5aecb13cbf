// The fields beside the text: section, topics, bylines, the end of the address,
// the lead picture. They are attributes of the document and travel as its steps.

import type { EditorContext } from "./context"
import { el, held } from "./dom"
import { FieldStep } from "./fields"
import { fill } from "./inset"
import { mostNames, same } from "./merge"
import type { Byline, Fields, Picture, Topic } from "./schema"

type Name = Topic | Byline

/** panel fills the form beside the text and keeps both true to each other. */
export function panel(ctx: EditorContext) {
  const form = document.getElementById("fields") as HTMLFormElement | null
  if (!form) return
  form.addEventListener("submit", event => event.preventDefault())
  const shows = [section(ctx, form), slug(ctx, form), names(ctx, form, "topics"), names(ctx, form, "bylines"), lead(ctx, form)]
  const show = () => {
    const fields = ctx.view().state.doc.attrs as Fields
    for (const f of shows) f(fields)
  }
  let last = ctx.view().state.doc.attrs
  ctx.onChange(state => {
    if (state.doc.attrs == last) return
    last = state.doc.attrs
    show()
  })
  show()
}

type Show = (fields: Fields) => void

function set<K extends keyof Fields>(ctx: EditorContext, name: K, value: Fields[K]) {
  const view = ctx.view(), is = view.state.doc.attrs[name]
  if (ctx.canEdit && !same(is, value)) view.dispatch(view.state.tr.step(new FieldStep(name, value, is)))
}

function section(ctx: EditorContext, form: HTMLElement): Show {
  const field = form.querySelector<HTMLSelectElement>("#section")!
  field.addEventListener("change", () => set(ctx, "section", field.value))
  return fields => {
    field.disabled = !ctx.canEdit
    if (fields.section && ![...field.options].some(o => o.value == fields.section)) field.add(new Option(fields.section, fields.section))
    field.value = fields.section
  }
}

function slug(ctx: EditorContext, form: HTMLElement): Show {
  const field = form.querySelector<HTMLInputElement>("#slug")!
  field.addEventListener("input", () => set(ctx, "slug", held(field).trim()))
  return fields => {
    field.disabled = !ctx.canEdit
    fill(field, fields.slug)
  }
}

type Known = { topics: Topic[], bylines: Byline[] }

/** What there is to complete names with, asked for once, when somebody first wants to. */
let known: Promise<Known> | undefined

const completions = (ctx: EditorContext): Promise<Known> => known ??= fetch(`/story/${ctx.id}/names`, { headers: { accept: "application/json" } })
  .then(answer => answer.ok ? answer.json() : { topics: [], bylines: [] }, () => ({ topics: [], bylines: [] }))

// names is a list that grows by a field with completion, and shrinks by a button at each name.
function names(ctx: EditorContext, form: HTMLElement, which: "topics" | "bylines"): Show {
  const box = form.querySelector<HTMLElement>("#" + which)!
  const title = ctx.words("editor." + which)
  const list = el("ul", { class: "chips" }), options = el("datalist", { id: which + "-known" })
  const field = el("input", { id: which + "-new", maxlength: 300, list: options.id, dir: "auto", autocomplete: "off", "aria-describedby": which + "-hint" })
  const more = el("button", { type: "button", class: "button small" }, ctx.words("editor.add"))
  box.replaceChildren(el("label", { for: field.id }, title), list, el("div", { class: "row" }, field, more), options,
    el("small", { id: which + "-hint", class: "hint" }, ctx.words("editor.add_hint")))
  const now = (): Name[] => ctx.view().state.doc.attrs[which] as Name[]

  field.addEventListener("focus", () => void completions(ctx).then(all => {
    if (!options.childElementCount) options.append(...(all[which] as Name[]).map(n => el("option", { value: n.name })))
  }), { once: true })
  field.addEventListener("keydown", event => {
    if (event.key != "Enter" || event.isComposing) return
    event.preventDefault()
    void add()
  })
  more.addEventListener("click", () => void add())

  async function add() {
    const name = held(field).trim()
    if (!name || now().some(n => n.name == name) || now().length >= mostNames) return
    field.value = ""
    const all = await completions(ctx)
    const made = which == "topics" ? { name, key: all.topics.find(n => n.name == name)?.key ?? "" } : { name, person: all.bylines.find(n => n.name == name)?.person ?? "" }
    set(ctx, which, [...now(), made] as never)
    ctx.say(ctx.words("editor.added", { Name: name }))
  }

  function remove(name: string) {
    set(ctx, which, now().filter(n => n.name != name) as never)
    ctx.say(ctx.words("editor.removed", { Name: name }))
    field.focus()
  }

  return fields => {
    field.disabled = more.disabled = !ctx.canEdit
    list.replaceChildren(...(fields[which] as Name[]).map((n: Name) => {
      const away = el("button", { type: "button", class: "chip-away", "aria-label": ctx.words("editor.remove", { Name: n.name }) }, "×")
      away.addEventListener("click", () => remove(n.name))
      return el("li", {}, el("bdi", {}, n.name), ctx.canEdit && away)
    }))
  }
}

type Line = "caption" | "credit" | "alt"

function lead(ctx: EditorContext, form: HTMLElement): Show {
  const box = form.querySelector<HTMLElement>("#lead")!
  const button = (name: string, run: () => void) => {
    const made = el("button", { type: "button", class: "button small" }, ctx.words("editor." + name))
    made.addEventListener("click", run)
    return made
  }
  const choose = () => void ctx.pictures?.choose().then(chosen => { if (chosen.length) set(ctx, "lead", chosen[0]) })
  const line = (name: Line) => {
    const field = el("input", { id: "lead-" + name, maxlength: 4000, dir: "auto", disabled: !ctx.canEdit, autocomplete: "off" })
    field.addEventListener("input", () => {
      const now = ctx.view().state.doc.attrs.lead as Picture | null
      if (now) set(ctx, "lead", { ...now, [name]: held(field).trim() })
    })
    return field
  }
  let shown: string | undefined
  let lines: Record<Line, HTMLInputElement>
  // draw makes the fields of another picture. While it is the same they stay: somebody may be in one.
  const draw = (p: Picture | null) => {
    shown = p?.sha256 ?? ""
    lines = { alt: line("alt"), caption: line("caption"), credit: line("credit") }
    box.replaceChildren(el("span", { class: "field-name" }, ctx.words("editor.lead")))
    if (p) box.append(el("img", { src: ctx.pictures?.source(p), width: p.width, height: p.height }), ...Object.entries(lines).map(([name, field]) => el("p", {}, el("label", { for: field.id }, ctx.words("editor." + name)), field)))
    if (!ctx.canEdit || !ctx.pictures) return
    box.append(el("p", { class: "row" }, button(p ? "lead_change" : "lead_choose", choose), p && button("lead_remove", () => set(ctx, "lead", null))))
  }
  return ({ lead: p }) => {
    if (shown != (p?.sha256 ?? "")) draw(p)
    if (!p) return
    box.querySelector("img")!.alt = p.alt
    for (const name of ["alt", "caption", "credit"] as const) fill(lines[name], p[name])
  }
}
