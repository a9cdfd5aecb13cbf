// Fields that two people change at once: those beside the text, which are
// attributes of the document, and the words at a picture or a table in it. Steps
// put on top of others' say what somebody made of a field as it was, so the later
// would win without a word. Here follows a step with what both made of it. What
// was mine and cannot stand was sent all the same: the journal has it.

import { Plugin } from "prosemirror-state"
import type { Node } from "prosemirror-model"
import { AttrStep, DocAttrStep, type Step, type Transform } from "prosemirror-transform"
import { merge, same, type Clash } from "./merge"

/** A field that says now what somebody else wrote; at is where its node stands, none: it is the document's. */
export type FieldClash = Clash & { field: string, by: string, at?: number }

/** What somebody types at a node. Of anything else that is said of it the later stands. */
const typed = new Set(["caption", "credit", "alt"])

/** isTyped reports a step that changes such words. */
export const isTyped = (step: Step): step is AttrStep => step instanceof AttrStep && typed.has(step.attr)

/** FieldStep changes a field of the document, and knows what it was changed from. */
export class FieldStep extends DocAttrStep {
  constructor(attr: string, value: unknown, private readonly was: unknown) { super(attr, value) }

  invert(doc: Node) { return new FieldStep(this.attr, doc.attrs[this.attr], this.value) }

  /** onto is what the step makes of a field that meanwhile is another. */
  onto(now: unknown) { return merge(this.was, this.value, now).value }
}

/** fieldUndo keeps undoing and redoing a field from undoing what others made of it since. */
export function fieldUndo() {
  return new Plugin({
    appendTransaction(trs, before, state) {
      const should: Record<string, unknown> = {}
      for (const step of trs.filter(tr => tr.getMeta("history$")).flatMap(tr => tr.steps)) {
        if (step instanceof FieldStep) should[step.attr] = step.onto((step.attr in should ? should : before.doc.attrs)[step.attr])
      }
      const tr = state.tr
      for (const [attr, value] of Object.entries(should)) {
        const is = state.doc.attrs[attr]
        if (!same(is, value)) tr.step(new FieldStep(attr, value, is))
      }
      return tr.docChanged ? tr : null
    },
  })
}

/**
 * settle reads a transaction that undid the waiting steps, applied those of others
 * and redid what still fitted: receiveTransaction's. It gives the steps to follow
 * it, so that each field that was changed on both sides says what it should.
 */
export function settle(tr: Transform, mine: readonly Step[], others: readonly Step[], by: readonly string[]) {
  const mend: Step[] = [], clashes: FieldClash[] = []
  for (const f of fieldsOf(tr, mine, others.length)) {
    const merged = merge(f.was, f.mine, f.theirs)
    if (!same(f.now, merged.value)) mend.push(f.at === undefined ? new DocAttrStep(f.field, merged.value) : new AttrStep(f.at, f.field, merged.value))
    const whose = others.map(s => (s as Partial<DocAttrStep>).attr == f.field).lastIndexOf(true)
    clashes.push(...merged.clashes.map(c => ({ ...c, field: f.field, at: f.at, by: by.at(whose)! })))
  }
  return { mend, clashes }
}

/** A field changed here: before that, by that, by the others, and after all steps. */
type Changed = { field: string, at?: number, was: unknown, mine: unknown, theirs: unknown, now: unknown }

function fieldsOf(tr: Transform, mine: readonly Step[], others: number): Iterable<Changed> {
  const found = new Map<string, Changed>()
  mine.forEach((step, i) => {
    const f = step instanceof DocAttrStep ? ofDocument(tr, step, mine.length, others) : isTyped(step) ? ofNode(tr, step, i, mine.length, others) : undefined
    if (f) found.set(`${f.field} ${f.at}`, f) // of several steps the last
  })
  return found.values()
}

function ofDocument(tr: Transform, { attr }: DocAttrStep, n: number, others: number): Changed {
  const of = (doc: Node) => doc.attrs[attr]
  return { field: attr, was: of(docAt(tr, n)), mine: of(tr.docs[0]), theirs: of(docAt(tr, n + others)), now: of(tr.doc) }
}

// ofNode follows the node of mine[i] to before my steps, and on to after all; none
// when it is not in all those documents.
function ofNode(tr: Transform, step: AttrStep, i: number, n: number, others: number): Changed | undefined {
  let at = step.pos
  const values: unknown[] = []
  for (const [from, to] of [[n - i, n], [n, n + others], [n + others, tr.steps.length]]) {
    const moved = tr.mapping.slice(from, to).mapResult(at, 1), node = docAt(tr, to).nodeAt(moved.pos)
    if (moved.deletedAfter || node?.attrs[step.attr] === undefined) return
    at = moved.pos
    values.push(node.attrs[step.attr])
  }
  const [was, theirs, now] = values
  return { field: step.attr, at, was, mine: step.value, theirs, now }
}

const docAt = (tr: Transform, i: number): Node => tr.docs[i] ?? tr.doc
