// The view: the document, its plugins in their order, and what stands round it.

import { dropCursor } from "prosemirror-dropcursor"
import { gapCursor } from "prosemirror-gapcursor"
import { history } from "prosemirror-history"
import { undoInputRule } from "prosemirror-inputrules"
import { keymap } from "prosemirror-keymap"
import { EditorState, type Command } from "prosemirror-state"
import { EditorView } from "prosemirror-view"
import { allActs } from "./acts"
import type { EditorContext } from "./context"
import { counter, toCome } from "./counts"
import { el } from "./dom"
import { embedView } from "./embed"
import { found, finder } from "./find"
import { joiners } from "./joiners"
import { listKeys } from "./keys"
import { lines } from "./lines"
import { pasting } from "./paste/paste"
import { pictureView } from "./pictureview"
import { tableView } from "./tableview"
import { toolbar } from "./toolbar"
import { clear, isolated, typingKeys } from "./typing"
import { typography } from "./typography"

type Did = Parameters<EditorContext["onChange"]>[0]

/** openView fills the place with toolbar, text and counts. `did` is told of each state the view takes. */
export async function openView(ctx: EditorContext, place: HTMLElement, did: Did) {
  const doc = await ctx.carrier.start()
  const find = finder(ctx), counts = counter(ctx)
  const acts = allActs(ctx, find.open), tools = toolbar(ctx, acts)
  const keys = Object.fromEntries(acts.flatMap(act => (act.keys ?? []).map((key): [string, Command] => [key, act.run])))
  const text = el("div", { class: "text", lang: ctx.lang, dir: ctx.dir })
  place.replaceChildren(el("div", { class: "tools" }, tools.bar, find.bar), text, counts.line)
  const view: EditorView = new EditorView(text, {
    state: EditorState.create({ doc, plugins: [
      keymap({ "Backspace": undoInputRule, "Alt-F10": () => (tools.focus(), true), "Escape": leave }),
      keymap(keys), keymap(typingKeys), ...ctx.plugins, ...ctx.carrier.plugins(),
      typography(ctx.lang), pasting(ctx), history(), dropCursor({ class: "drop" }), gapCursor(),
      lines(ctx), toCome(), joiners(), ...found(),
    ] }),
    attributes: () => ({
      id: "text", role: "textbox", "aria-multiline": "true", "aria-label": ctx.words("editor.text"), "aria-describedby": "text-help",
      spellcheck: "true", class: "story-text", ...(!ctx.canEdit && { "aria-readonly": "true", tabindex: "0" }),
    }),
    scrollMargin: { top: 90, bottom: 60, left: 0, right: 0 }, // the toolbar lies over the top
    scrollThreshold: { top: 90, bottom: 60, left: 0, right: 0 },
    editable: () => ctx.canEdit,
    nodeViews: { picture: pictureView(ctx), table: tableView(ctx), embed: embedView(ctx) },
    handleTextInput(view, _from, _to, typed) {
      if (!isolated(view.state)) return false
      view.dispatch(clear(view.state.tr).insertText(typed).scrollIntoView())
      return true
    },
    dispatchTransaction(tr) {
      if (ctx.carrier.dispatch) return ctx.carrier.dispatch(view, tr, did)
      view.updateState(view.state.apply(tr))
      did(view.state, tr)
    },
  })
  ctx.view = () => view
  listKeys(acts, ctx)
  ctx.onChange(tools.update)
  tools.update()
  counts.show()
  tools.bar.addEventListener("keydown", event => { if (event.key == "Escape") view.focus() })
  ctx.carrier.attach?.(view)
  return view
}

// leave lets the keyboard out of the text, where Tab may belong to a table.
const leave: Command = () => {
  const next = document.getElementById("beside")
  next?.focus()
  return !!next
}
