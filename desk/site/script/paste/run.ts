// The words of one block as they are read: spans with marks, white space between
// them made one, line breaks, and where two of those end a paragraph.

import { Fragment, type Mark, type Node } from "prosemirror-model"
import { schema } from "../schema"
import { line } from "./chars"

export class Run {
  private nodes: Node[] = []
  private open = false // the last character is not white space

  /** end is called with each paragraph that is complete. */
  constructor(private end: (words: Fragment) => void) {}

  add(text: string, marks: readonly Mark[]) {
    text = line(text)
    if (!this.open) text = text.replace(/^ /, "")
    if (!text) return
    this.nodes.push(schema.text(text, marks))
    this.open = !text.endsWith(" ")
  }

  /** feed is a line break; the second in a row ends the paragraph. */
  feed() {
    this.trim()
    if (!this.nodes.length) return
    if (this.last == schema.nodes.break) return this.flush()
    this.nodes.push(schema.nodes.break.create())
    this.open = false
  }

  /** flush ends the paragraph, if there is anything to see in it. */
  flush() {
    for (this.trim(); this.last == schema.nodes.break; this.trim()) this.nodes.pop()
    const words = Fragment.from(this.nodes.length ? Fragment.fromArray(joined(this.nodes)) : null)
    this.nodes = []
    this.open = false
    if (/[^\s\u200c-\u200f\ufe00-\ufe0f]/.test(words.textBetween(0, words.size))) this.end(words)
  }

  private get last() { return this.nodes[this.nodes.length - 1]?.type }

  // trim takes white space from the end.
  private trim() {
    const last = this.nodes[this.nodes.length - 1]
    if (!last?.isText || !last.text!.endsWith(" ")) return
    this.nodes.pop()
    const text = last.text!.slice(0, -1)
    if (text) this.nodes.push(schema.text(text, last.marks))
  }
}

// joined makes one node of neighbours with the same marks.
function joined(nodes: Node[]) {
  const out: Node[] = []
  for (const node of nodes) {
    const before = out[out.length - 1]
    if (node.isText && before?.isText && before.sameMarkup(node)) out[out.length - 1] = schema.text(before.text + node.text!, node.marks)
    else out.push(node)
  }
  return out
}

/** lines joins paragraphs into one, with breaks between them. */
export function lines(all: Fragment[]) {
  return all.reduce((sum, one) => sum.size ? sum.addToEnd(schema.nodes.break.create()).append(one) : one, Fragment.empty)
}
