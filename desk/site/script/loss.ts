// What is lost when waiting steps are made to fit what others did: text typed
// inside a passage that somebody deleted, and text that somebody wrote inside a
// passage deleted here. prosemirror-collab drops both without a word; at this
// desk neither goes without one.

import type { Node } from "prosemirror-model"
import { ReplaceAroundStep, ReplaceStep, type Step, type Transform } from "prosemirror-transform"
import { isTyped, type FieldClash } from "./fields"

export type Loss = {
  /** What stood here and has no place any more. */
  mine: string
  /** All that was typed in what was dropped, also what was deleted here again. */
  typed: string
  /** What others wrote and the steps of here delete; the journal has it. */
  theirs: { text: string, by: string }[]
  /** Fields that both changed, and that say now what others wrote. */
  fields: FieldClash[]
}

type Range = { from: number, to: number, by: string }

/**
 * lossOf reads a transaction that undid the waiting steps, applied those of
 * others and redid what still fitted: receiveTransaction's. A redone step is
 * mirrored with its undoing; one that is not was dropped.
 */
export function lossOf(tr: Transform, mine: readonly Step[], others: readonly Step[], by: readonly string[]): Omit<Loss, "fields"> {
  const n = mine.length
  if (!n) return { mine: "", typed: "", theirs: [] }
  const gone = mine.map((_, i) => i).filter(i => tr.mapping.getMirror(n - 1 - i) === undefined)
  const dropped = gone.flatMap(i => inserted(mine[i], mine.slice(i + 1), ""))
  const written = others.flatMap((step, i) => inserted(step, others.slice(i + 1), by[i]))
  const captions = captionsOf(gone.map(i => mine[i]))
  return {
    mine: [textOf(tr.docs[0], dropped), ...captions].filter(Boolean).join("\n"),
    typed: [gone.map(i => typedIn(mine[i])).join(""), ...captions].filter(Boolean).join("\n"),
    theirs: deleted(tr, n + others.length, written),
  }
}

/**
 * captionsOf gives the words that steps gave to fields of nodes. Each step has the
 * whole field as it was then: of those that only grew or shrank it is the longest.
 */
function captionsOf(steps: readonly Step[]): string[] {
  const typed = steps.filter(isTyped), text = (s: typeof typed[0]) => `${s.value}`
  return typed.filter((s, i) => {
    const [before, after] = [typed[i - 1], typed[i + 1]].map(n => n?.attr == s.attr ? text(n) : "")
    return text(s) && !after.includes(text(s)) && (before == text(s) || !before.includes(text(s)))
  }).map(text)
}

/** typedIn gives the text that a step brings. */
function typedIn(step: Step): string {
  if (!(step instanceof ReplaceStep || step instanceof ReplaceAroundStep)) return ""
  const { content } = step.slice
  return content.textBetween(0, content.size, "\n", leafText)
}

/** inserted gives what a step put in, where it is after the steps that follow. */
function inserted(step: Step, after: readonly Step[], by: string): Range[] {
  const ranges: Range[] = []
  step.getMap().forEach((_from, _to, from, to) => ranges.push({ from, to, by }))
  return after.reduce((all, s) => all.map(r => moved(r, s)), ranges).filter(r => r.from < r.to)
}

function moved(r: Range, step: Step): Range {
  const map = step.getMap()
  return { from: map.map(r.from, 1), to: map.map(r.to, -1), by: r.by }
}

/** deleted gives the text in ranges that the steps of a transform from one on delete. */
function deleted(tr: Transform, from: number, ranges: Range[]) {
  const out: { text: string, by: string }[] = []
  for (let i = from; i < tr.steps.length && ranges.length; i++) {
    tr.steps[i].getMap().forEach((start, end) => {
      for (const r of ranges) {
        const text = textOf(tr.docs[i], [{ from: Math.max(start, r.from), to: Math.min(end, r.to), by: r.by }])
        if (text) out.push({ text, by: r.by })
      }
    })
    ranges = ranges.map(r => moved(r, tr.steps[i])).filter(r => r.from < r.to)
  }
  return out
}

/** textOf reads ranges in the order of the text, what touches as one piece. */
function textOf(doc: Node, ranges: Range[]): string {
  const pieces: Range[] = []
  for (const r of ranges.filter(r => r.from < r.to).sort((a, b) => a.from - b.from)) {
    const last = pieces[pieces.length - 1]
    if (last && r.from <= last.to) last.to = Math.max(last.to, r.to)
    else pieces.push({ ...r })
  }
  return pieces.map(p => doc.textBetween(p.from, p.to, "\n", leafText).trim()).filter(Boolean).join("\n")
}

function leafText(leaf: Node) {
  return leaf.type.spec.leafText?.(leaf) ?? `[${leaf.type.name}]`
}

/** wordsOnly is a document with the words of another and nothing else: no marks, and what stood in attributes as text. */
export function wordsOnly(doc: Node): object {
  const line = (type: string, text: string) => ({ type, ...(text && { content: [{ type: "text", text }] }) })
  const head = [0, 1, 2].map(i => line(doc.child(i).type.name, doc.child(i).textContent))
  const rest = words(doc.attrs)
  doc.descendants((node, _pos, parent, index) => {
    if (parent == doc && index < head.length) return false
    rest.push(...words(node.attrs))
    if (node.isTextblock) rest.push(node.textBetween(0, node.content.size, "\n", leafText))
    return !node.isTextblock
  })
  const said = rest.filter(text => text)
  return { type: "doc", content: [...head, ...(said.length ? said : [""]).map(text => line("paragraph", text))] }
}

/** words are the texts in a value of attributes. */
function words(value: unknown): string[] {
  if (typeof value == "string") return [value]
  return value && typeof value == "object" ? Object.values(value).flatMap(words) : []
}
