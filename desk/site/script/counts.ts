// How long the story is: words, characters of each script, the time to read it,
// and the marks TK of what is still to come. A block is counted when it changes.

import type { Node } from "prosemirror-model"
import { PluginKey } from "prosemirror-state"
import { blockwise, type Marked } from "./blockwise"
import type { EditorContext } from "./context"
import { el } from "./dom"
import { isLine } from "./typing"

export type Count = { words: number, latin: number, arabic: number, other: number, tk: number }

const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d'’]*/gu
const latin = /(?=\p{L})\p{Script=Latin}/gu
const arabic = /(?=\p{L})\p{Script=Arabic}/gu
const letter = /\p{L}/gu

/** TK, "to come", on its own, once or more. */
const tk = /(?<![\p{L}\p{N}])(?:TK)+(?![\p{L}\p{N}])/gu

const times = (text: string, what: RegExp) => text.match(what)?.length ?? 0

export function countText(text: string): Count {
  const l = times(text, latin), a = times(text, arabic)
  return { words: times(text, word), latin: l, arabic: a, other: times(text, letter) - l - a, tk: times(text, tk) }
}

const counted = new WeakMap<Node, Count>()

/** count gives the length of a story's body, and the TK of all of it. */
export function count(doc: Node): Count {
  const sum: Count = { words: 0, latin: 0, arabic: 0, other: 0, tk: 0 }
  doc.forEach(block => {
    let one = counted.get(block)
    if (!one) counted.set(block, one = countText(block.textBetween(0, block.content.size, "\n", "\n")))
    sum.tk += one.tk
    if (isLine(block)) return
    sum.words += one.words
    sum.latin += one.latin
    sum.arabic += one.arabic
    sum.other += one.other
  })
  return sum
}

/** About how many words a minute people read of news; in Arabic script, which leaves vowels out, fewer. */
const perMinute = (c: Count) => c.arabic > c.latin ? 180 : 230

export const minutes = (c: Count) => Math.max(1, Math.round(c.words / perMinute(c)))

/** toCome shows each TK. */
export const toCome = () => blockwise(new PluginKey<Marked>("tk"), block => {
  const text = block.textBetween(0, block.content.size, "", leaf => leaf.isText ? "" : "\ufffc")
  return text.includes("TK") ? Array.from(text.matchAll(tk), m => ({ from: m.index, to: m.index + m[0].length })) : []
}, { class: "tk" })

/** counter makes the line that says it. It counts when the writer pauses. */
export function counter(ctx: EditorContext) {
  const line = el("p", { class: "counts" })
  const number = new Intl.NumberFormat(document.documentElement.lang || "en")
  const part = (name: string, n: number) => n ? [el("span", { class: name }, ctx.words("editor.count_" + name, { Count: number.format(n) }))] : []
  const show = () => {
    const c = count(ctx.view().state.doc)
    line.replaceChildren(el("span", {}, ctx.words("editor.count_words", { Count: number.format(c.words) })),
      ...part("latin", c.latin), ...part("arabic", c.arabic), ...part("other", c.other),
      el("span", {}, ctx.words("editor.count_minutes", { Count: number.format(minutes(c)) })), ...part("tk", c.tk))
  }
  let timer: ReturnType<typeof setTimeout>
  ctx.onChange((_state, tr) => {
    if (!tr.docChanged) return
    clearTimeout(timer)
    timer = setTimeout(show, 400)
  })
  return { line, show }
}
