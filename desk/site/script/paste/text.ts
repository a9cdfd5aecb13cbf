// Plain text: paragraphs, lists by their signs, and what WhatsApp makes of a chat
// when it is copied or exported.

import { Fragment, type Mark, type Node } from "prosemirror-model"
import type { Dir } from "../context"
import { schema } from "../schema"
import { directionOf } from "./chars"
import { Run } from "./run"

const { paragraph, list, item } = schema.nodes

/** A message's head: "[10:15, 11/23/2026] Name: " as copied, "23/11/2026, 10:15 - Name: " as exported; digits of any script. */
const time = String.raw`\p{N}{1,2}[:.]\p{N}{2}(?:[:.]\p{N}{2})?(?:[\s\u202f]?[\p{L}.]{1,4})?`
const date = String.raw`\p{N}{1,4}[./\-]\p{N}{1,2}[./\-]\p{N}{1,4}`
const head = new RegExp(String.raw`^[\u200e\u200f]*(?:\[(?:${time}[,،]\s?${date}|${date}[,،]?\s${time})\]|(?:${date}[,،]?\s${time}\s[-–]))\s([^:\n]{1,60}):\s?`, "u")

/** What stands for something that was not text. */
const nothing = /^[\u200e\u200f]*(<Media omitted>|<[^>]*omitted>|(image|video|audio|sticker|GIF|document) omitted|This message was deleted\.?|You deleted this message\.?)$/i

const bullet = /^\s*(?:[-*•·▪◦–]|(\p{N}{1,3}[.)]))\s+/u

/** readText gives the blocks of a plain text. */
export function readText(text: string, home: Dir): Node[] {
  const all = text.replace(/\r\n?/g, "\n").split("\n")
  return (head.test(all[0]) ? chat(all) : paragraphs(all)).map(lines => block(lines, home)).filter(b => b !== null)
}

// paragraphs parts lines where one is empty, and each from each where none is.
function paragraphs(all: string[]) {
  const parted = all.some((line, i) => !line.trim() && i > 0 && i < all.length - 1)
  const out: string[][] = [[]]
  all.forEach((line, i) => {
    const signed = bullet.test(line)
    const follows = i > 0 && all[i - 1].trim() && (parted && signed == bullet.test(all[i - 1]) || signed && bullet.test(all[i - 1]))
    if (!follows) out.push([])
    if (line.trim()) out[out.length - 1].push(line)
  })
  return out.filter(lines => lines.length)
}

// chat takes the times away. Who speaks stays where several do.
function chat(all: string[]) {
  const out: string[][] = [], names = new Set(all.map(line => head.exec(line)?.[1]).filter(Boolean))
  for (const line of all) {
    const found = head.exec(line), said = found ? line.slice(found[0].length) : line
    if (nothing.test(said.trim())) continue
    if (found) out.push([names.size > 1 ? `${found[1]}: ${said}` : said])
    else if (!said.trim()) out.push([])
    else if (out.length) out[out.length - 1].push(said)
  }
  return out.filter(lines => lines.length)
}

function block(lines: string[], home: Dir): Node | null {
  const dir = directionOf(lines.join(" "), home)
  const signs = lines.map(line => bullet.exec(line))
  if (lines.length > 1 && signs.every(Boolean)) {
    return list.create({ ordered: !!signs[0]![1], dir }, lines.map((line, i) => item.create(null, words([line.slice(signs[i]![0].length)]))))
  }
  const content = words(lines)
  return content.size ? paragraph.create({ dir }, content) : null
}

// words reads *strong* and _emphasis_ as WhatsApp writes them: the sign stands at
// the edge of words on both sides.
const signed = /(?<![\p{L}\p{N}*_~/])([*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}*_~/])/gu

function words(lines: string[]): Fragment {
  let out = Fragment.empty
  const run = new Run(words => { out = words })
  lines.forEach((line, i) => {
    if (i) run.feed()
    spans(line, []).forEach(([text, marks]) => run.add(text, marks))
  })
  run.flush()
  return out
}

function spans(text: string, marks: readonly Mark[]): [string, readonly Mark[]][] {
  const out: [string, readonly Mark[]][] = []
  let at = 0
  for (const found of text.matchAll(signed)) {
    out.push([text.slice(at, found.index), marks])
    const mark = found[1] == "*" ? schema.marks.strong : found[1] == "_" ? schema.marks.emphasis : null
    out.push(...spans(found[2], mark ? mark.create().addToSet(marks) : marks))
    at = found.index + found[0].length
  }
  out.push([text.slice(at), marks])
  return out
}
