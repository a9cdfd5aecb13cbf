// Suggesting: what is typed becomes text that somebody else accepts or refuses.
// Nothing goes away at once: deleted words stay, struck through, until then. Who
// may only comment can write in no other way; the server holds them to it.

import type { Mark, Node, Slice } from "prosemirror-model"
import { TextSelection, type EditorState, type Transaction } from "prosemirror-state"
import { Mapping, ReplaceStep } from "prosemirror-transform"
import type { Carrier, EditorContext } from "./context"
import { schema } from "./schema"

const { inserted, deleted } = schema.marks

/** suggesting adds the mode to a page; only is for those who can do nothing else. */
export function suggesting(ctx: EditorContext, only: boolean) {
  let on = only
  const carry = ctx.carrier.dispatch?.bind(ctx.carrier)
  const dispatch: Carrier["dispatch"] = (view, tr, did) => {
    if (on && tr.docChanged && ours(tr)) {
      const suggested = suggest(view.state, tr, ctx.me.account)
      if (!suggested) return ctx.say(ctx.words("talk.suggest_only_words"))
      tr = suggested
    }
    if (carry) return carry(view, tr, did)
    view.updateState(view.state.apply(tr))
    did(view.state, tr)
  }
  ctx.carrier.dispatch = dispatch
  if (only) return
  ctx.acts.push({
    name: "talk.suggest", keys: ["Mod-Alt-s"], group: "desk", on: () => on,
    run: (state, dispatch) => {
      if (!dispatch) return true
      on = !on
      ctx.say(ctx.words(on ? "talk.suggest_on" : "talk.suggest_off"))
      dispatch(state.tr)
      return true
    },
  })
}

// ours reports changes that somebody makes here: not what comes from others, not
// undoing, not the place of a comment.
function ours(tr: Transaction) {
  return !tr.getMeta("collab$") && !tr.getMeta("history$") && tr.getMeta("addToHistory") !== false
}

/** suggest makes of a change the suggestion of it; null when it is more than words within a line. */
export function suggest(state: EditorState, tr: Transaction, by: string): Transaction | null {
  const out = state.tr
  let cursor = -1
  for (let i = 0; i < tr.steps.length; i++) {
    const step = tr.steps[i]
    if (!(step instanceof ReplaceStep) || !wordsOnly(step.slice)) return null
    const back = new Mapping(tr.mapping.maps.slice(0, i)).invert()
    const from = out.mapping.map(back.map(step.from, -1), -1), to = out.mapping.map(back.map(step.to, 1), 1)
    if (!out.doc.resolve(from).sameParent(out.doc.resolve(to)) || !out.doc.resolve(from).parent.inlineContent) return null
    const id = near(out.doc, from, to, by) ?? newID()
    const end = strike(out, from, to, id, by)
    cursor = put(out, end, step.slice, inserted.create({ id, by }))
    if (step.slice.size == 0 && state.selection.head > step.from) cursor = from // Backspace leads back, Delete on
  }
  if (cursor >= 0) out.setSelection(TextSelection.create(out.doc, Math.min(cursor, out.doc.content.size)))
  return out.scrollIntoView()
}

const wordsOnly = (slice: Slice) => slice.openStart == 0 && slice.openEnd == 0 && everyChild(slice.content, n => n.isInline)

function everyChild(content: Slice["content"], test: (n: Node) => boolean) {
  let all = true
  content.forEach(n => { all &&= test(n) })
  return all
}

// strike strikes words through, and takes away at once what the same person only
// suggested to insert. It gives where the range ends then.
function strike(out: Transaction, from: number, to: number, id: string, by: string) {
  const ours: [number, number][] = []
  out.doc.nodesBetween(from, to, (node, pos) => {
    if (node.isInline && node.marks.some(m => m.type == inserted && m.attrs.by == by)) ours.push([Math.max(pos, from), Math.min(pos + node.nodeSize, to)])
  })
  if (to > from) out.addMark(from, to, deleted.create({ id, by }))
  for (const [a, b] of ours.reverse()) {
    out.delete(a, b)
    to -= b - a
  }
  return to
}

function put(out: Transaction, at: number, slice: Slice, mark: Mark) {
  let end = at
  slice.content.forEach(node => {
    const kept = node.marks.filter(m => m.type != inserted && m.type != deleted && m.type != schema.marks.comment)
    out.insert(end, node.mark(mark.addToSet(kept)))
    end += node.nodeSize
  })
  return end
}

// near gives the suggestion of the same person that the change touches: a word
// typed letter by letter is one.
function near(doc: Node, from: number, to: number, by: string): string | undefined {
  const at = [doc.resolve(from).nodeBefore, doc.resolve(to).nodeAfter]
  for (const node of at) {
    const m = node?.marks.find(m => (m.type == inserted || m.type == deleted) && m.attrs.by == by)
    if (m) return m.attrs.id
  }
}

const newID = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), b => b.toString(16).padStart(2, "0")).join("")
