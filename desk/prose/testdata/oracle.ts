// What ProseMirror itself makes of documents and steps, for the tests of this
// package: one JSON question per line in, one answer per line out. It is bundled
// with the editor's own schema, so that schema and Go cannot drift apart.
import { Mark, Node } from "prosemirror-model"
import { Step, Transform, findWrapping, liftTarget, canSplit, canJoin } from "prosemirror-transform"
import { schema } from "../../site/script/schema"

declare const require: any, process: any

type Question = { ask: "schema" } | { ask: "apply", doc: any, steps: any[] } | { ask: "make", doc: any, seed: number }

function answer(q: Question): any {
  if (q.ask == "schema") return describe()
  const doc = schema.nodeFromJSON(q.doc)
  doc.check()
  return q.ask == "apply" ? apply(doc, q.steps) : make(doc, random(q.seed))
}

// apply says what each step makes of the document that the one before left, and
// goes on from there. The whole document is checked, which ProseMirror leaves out.
function apply(doc: Node, steps: any[]) {
  return steps.map(json => {
    try {
      const result = Step.fromJSON(schema, json).apply(doc)
      if (!result.doc) return { refused: result.failed }
      result.doc.check()
      doc = result.doc
      return { doc: doc.toJSON() }
    } catch (e: any) {
      return { refused: String(e?.message ?? e) }
    }
  })
}

// make changes the document as an editor's commands do, undoes some of it, and
// gives all steps.
function make(doc: Node, below: (n: number) => number) {
  const steps: { step: any, doc: any }[] = []
  for (let tries = 0; tries < 8; tries++) {
    const tr = new Transform(doc)
    try { command(tr, below) } catch { continue }
    for (let i = 0; i < tr.steps.length; i++) steps.push({ step: tr.steps[i].toJSON(), doc: (tr.docs[i + 1] ?? tr.doc).toJSON() })
    doc = tr.doc
    if (below(3)) continue
    for (let i = tr.steps.length - 1; i >= 0; i--) {
      const undo = tr.steps[i].invert(tr.docs[i]), result = undo.apply(doc)
      steps.push({ step: undo.toJSON(), doc: result.doc!.toJSON() })
      doc = result.doc!
    }
  }
  return steps
}

function command(tr: Transform, below: (n: number) => number) {
  const size = tr.doc.content.size, a = below(size + 1), b = below(3) ? Math.min(size, a + below(12)) : below(size + 1)
  const from = Math.min(a, b), to = Math.max(a, b), $from = tr.doc.resolve(from), $to = tr.doc.resolve(to)
  const any = <T>(list: readonly T[]) => list[below(list.length)]
  const range = $from.blockRange($to), c = below(size + 1), d = below(size + 1)
  switch (below(14)) {
    case 0: tr.insertText(any(["a", "می‌رود", "👩‍👩‍👧", "e\u0301", "\ud83d", "\ude01", "x y"]), from, to); break
    case 1: tr.delete(from, to); break
    case 2: tr.deleteRange(from, to); break
    case 3: tr.replaceRange(from, to, tr.doc.slice(Math.min(c, d), Math.max(c, d))); break
    case 4: tr.replace(from, to, tr.doc.slice(Math.min(c, d), Math.max(c, d))); break
    case 5: if (canSplit(tr.doc, from)) tr.split(from, 1 + below(2)); break
    case 6: if (canJoin(tr.doc, from)) tr.join(from); break
    case 7: {
      const wrap = range && findWrapping(range, any([schema.nodes.list, schema.nodes.quotation, schema.nodes.table]))
      if (wrap) tr.wrap(range!, wrap)
      break
    }
    case 8: {
      const target = range && liftTarget(range)
      if (target != null) tr.lift(range!, target)
      break
    }
    case 9: tr.setBlockType(from, to, any([schema.nodes.heading, schema.nodes.paragraph]), below(2) ? { level: 3 } : null); break
    case 10: case 11: tr.addMark(from, to, anyMark(below)); break
    case 12: tr.removeMark(from, to, below(2) ? anyMark(below) : undefined as any); break
    case 13: tr.setDocAttribute("slug", "s" + below(9)); if ($from.nodeAfter?.isBlock) tr.setNodeAttribute(from, "lang", any(["", "fa", "en"])); break
  }
  tr.doc.check()
}

function anyMark(below: (n: number) => number): Mark {
  const m = schema.marks, id = "c" + below(3)
  return [m.strong.create(), m.emphasis.create(), m.link.create({ href: "/" + id }), m.foreign.create({ lang: "fa", dir: "rtl" }),
    m.statement.create({ name: "Ali" }), m.comment.create({ id }), m.inserted.create({ id, by: "x" }), m.deleted.create({ id, by: "x" })][below(8)]
}

function random(seed: number) {
  return (n: number) => {
    seed = (seed * 1664525 + 1013904223) >>> 0
    return Math.floor(seed / 2 ** 32 * n)
  }
}

// describe is the schema as one can compare it.
function describe() {
  const attrs = (of: any) => Object.fromEntries(Object.keys(of.attrs).map(name => [name, of.attrs[name].isRequired ? "needed" : of.attrs[name].default]))
  const sorted = (names: string[]) => names.sort().join(" ")
  const nodes: any = {}, marks: any = {}
  for (const t of Object.values(schema.nodes)) {
    nodes[t.name] = {
      content: t.spec.content ?? "", inline: t.isInline, attrs: attrs(t),
      marks: t.isLeaf ? "" : sorted(Object.values(schema.marks).filter(m => t.allowsMarkType(m)).map(m => m.name)),
      groups: t.spec.group ?? "",
    }
  }
  for (const m of Object.values(schema.marks)) {
    marks[m.name] = { rank: (m as any).rank, attrs: attrs(m), excludes: sorted(Object.values(schema.marks).filter(o => m.excludes(o)).map(o => o.name)) }
  }
  return { nodes, marks }
}

for (const line of require("fs").readFileSync(0, "utf8").split("\n"))
  if (line) process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n")
