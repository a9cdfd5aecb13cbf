// Links and statements: what is said of selected words and needs an answer first.

import type { Command } from "prosemirror-state"
import type { EditorContext } from "./context"
import { ask, type Field } from "./dialog"
import { mayMark, reach, setMark } from "./marks"
import { fullAddress, goodLink } from "./address"
import { schema } from "./schema"

const { link, statement } = schema.marks

// The document may change while the question stands: somebody else types. Places
// are carried along by the view's own selection, which is what was asked about.
function askMark(ctx: EditorContext, type: typeof link, title: string, also: string, field: (value: string) => Field, tidy: (s: string) => string): Command {
  return (state, dispatch) => {
    const at = reach(state, type), key = Object.keys(type.spec.attrs!)[0]
    if (!at || !mayMark(state, type)) return false
    if (dispatch) void ask(ctx, ctx.words(title), [field(at.mark?.attrs[key] ?? "")], at.mark && ctx.words(also)).then(answer => {
      const view = ctx.view(), now = reach(view.state, type)
      if (!answer || !now) return
      const value = answer == "also" ? "" : tidy(answer[key])
      view.dispatch(setMark(view.state.tr, now.from, now.to, type, value ? { [key]: value } : null))
    })
    return true
  }
}

export const askLink = (ctx: EditorContext) => askMark(ctx, link, "editor.link", "editor.unlink", value => ({
  name: "href", label: ctx.words("editor.address"), kind: "url", value,
  check: v => goodLink(fullAddress(v.trim())) ? "" : ctx.words("editor.bad_address"),
}), fullAddress)

export const askStatement = (ctx: EditorContext) => askMark(ctx, statement, "editor.statement", "editor.unstate", value => ({
  name: "name", label: ctx.words("editor.speaker"), value, hint: ctx.words("editor.speaker_hint"),
  check: v => v.trim() ? "" : ctx.words("editor.speaker_missing"),
}), s => s)
