// Find and replace in the story. Ctrl+F belongs to it on this page: the browser's
// own search would not know that ي and ی are one letter, nor that a joiner is none.

import type { Node } from "prosemirror-model"
import { Plugin, PluginKey, TextSelection, type Command, type EditorState } from "prosemirror-state"
import { Decoration, DecorationSet } from "prosemirror-view"
import type { EditorContext } from "./context"
import { blockwise, eachBlock, type Marked, type Span } from "./blockwise"
import { el } from "./dom"
import { fold, occurrences, type Folded } from "./fold"

const key = new PluginKey<Marked>("find")
let wanted = ""

// What was folded and found is kept with each block, which is replaced by
// another when it changes; what nobody holds any more is forgotten.
const foldedBlocks = new WeakMap<Node, Folded>()
let foundIn = new WeakMap<Node, Span[]>()

function look(block: Node): Span[] {
  if (!wanted) return []
  let found = foundIn.get(block)
  if (!found) {
    let folded = foldedBlocks.get(block)
    if (!folded) foldedBlocks.set(block, folded = fold(block.textBetween(0, block.content.size, "", leaf => leaf.isText ? "" : "\ufffc")))
    foundIn.set(block, found = occurrences(wanted, folded))
  }
  return found
}

function all(state: EditorState): Span[] {
  const spans: Span[] = []
  eachBlock(state.doc, 0, state.doc.content.size, (block, pos) => {
    for (const s of look(block)) spans.push({ from: pos + 1 + s.from, to: pos + 1 + s.to })
  })
  return spans
}

/** found shows what is looked for, and which of them the selection is at. */
export const found = () => [blockwise(key, look, { class: "found" }), new Plugin({
  props: {
    decorations(state) {
      const { from, to, empty } = state.selection
      if (!wanted || empty || !key.getState(state)?.set.find(from, to).some(d => d.from == from && d.to == to)) return null
      return DecorationSet.create(state.doc, [Decoration.inline(from, to, { class: "found-now" })])
    },
  },
})]

/** finder makes the bar, closed, and gives the command that opens it. */
export function finder(ctx: EditorContext): { bar: HTMLElement, open: Command } {
  const field = (name: string) => el("input", { type: "text", class: "find-word", "aria-label": ctx.words("editor." + name), placeholder: ctx.words("editor." + name), dir: "auto", autocomplete: "off" })
  const word = field("find"), other = field("replace_with")
  const tally = el("output", { class: "tally", "aria-live": "polite" })
  const press = (name: string, run: () => void) => {
    const b = el("button", { type: "button", class: "button small" }, ctx.words("editor." + name))
    b.addEventListener("click", run)
    return b
  }
  const bar = el("div", { class: "find", role: "search", "aria-label": ctx.words("editor.find"), hidden: true },
    word, tally, press("previous", () => go(-1)), press("next", () => go(1)),
    other, press("replace", replace), press("replace_all", replaceAll), press("close", close))

  function seek() {
    wanted = fold(word.value).text
    foundIn = new WeakMap()
    const view = ctx.view()
    view.dispatch(view.state.tr.setMeta(key, true))
    count()
  }

  function count(spans = all(ctx.view().state)) {
    const { from, to } = ctx.view().state.selection
    const at = spans.findIndex(s => s.from == from && s.to == to)
    tally.textContent = !wanted ? "" : spans.length
      ? ctx.words("editor.found", { At: at < 0 ? "–" : at + 1, Of: spans.length }) : ctx.words("editor.found_none")
  }

  function go(step: 1 | -1) {
    const view = ctx.view(), spans = all(view.state), { from, to } = view.state.selection
    if (spans.length) {
      const next = step > 0 ? spans.find(s => s.from >= to) ?? spans[0]
        : spans.filter(s => s.to <= from).pop() ?? spans[spans.length - 1]
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, next.from, next.to)).scrollIntoView())
    }
    count(spans)
  }

  function replace() {
    const view = ctx.view(), { from, to } = view.state.selection
    if (ctx.canEdit && all(view.state).some(s => s.from == from && s.to == to)) view.dispatch(view.state.tr.insertText(other.value, from, to))
    go(1)
  }

  function replaceAll() {
    const view = ctx.view(), spans = all(view.state), tr = view.state.tr
    if (!ctx.canEdit) return
    for (const s of spans.reverse()) tr.insertText(other.value, s.from, s.to)
    view.dispatch(tr)
    count()
    ctx.say(ctx.words("editor.replaced", { Count: spans.length }))
  }

  function close() {
    bar.hidden = true
    wanted = ""
    ctx.view().dispatch(ctx.view().state.tr.setMeta(key, true))
    ctx.view().focus()
  }

  const open: Command = (state, dispatch) => {
    if (!dispatch) return true
    const { from, to } = state.selection
    if (from < to && to - from < 100) word.value = state.doc.textBetween(from, to, " ")
    bar.hidden = false
    word.focus()
    word.select()
    seek()
    return true
  }

  word.addEventListener("input", seek)
  bar.addEventListener("keydown", event => {
    if (event.key == "Escape") close()
    else if (event.key == "Enter" && event.target == word) go(event.shiftKey ? -1 : 1)
    else if (event.key == "Enter" && event.target == other) replace()
    else if (!isNext(event)) return
    else go(event.shiftKey ? -1 : 1)
    event.preventDefault()
  })
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && (event.key == "f" || event.code == "KeyF")) open(ctx.view().state, ctx.view().dispatch)
    else if (isNext(event) && !bar.hidden) go(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
  })
  ctx.onChange((_state, tr) => { if (wanted && tr.docChanged) count() })
  return { bar, open }
}

const isNext = (event: KeyboardEvent) => event.key == "F3" || (event.ctrlKey || event.metaKey) && event.code == "KeyG"
