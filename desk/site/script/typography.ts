// Quotation marks, dashes and ellipses as the language of the words wants them,
// made of what a keyboard has. Backspace right behind one gives back what was
// typed. Digits stay as they were typed.

import { InputRule, inputRules } from "prosemirror-inputrules"
import type { EditorState } from "prosemirror-state"
import { langAt } from "./language"

/** Outer pair, inner pair, and whether ' is one too. */
type Quotes = { outer: string, inner: string, single?: boolean }

const english: Quotes = { outer: "“”", inner: "‘’", single: true }
const guillemets: Quotes = { outer: "«»", inner: "‹›" }

const quotes: Record<string, Quotes> = {
  fa: guillemets, ps: guillemets, prs: guillemets, ar: { outer: "«»", inner: "“”" }, fr: guillemets, it: { outer: "«»", inner: "“”" },
  es: { outer: "«»", inner: "“”" }, ru: { outer: "«»", inner: "„“" }, de: { outer: "„“", inner: "‚‘" }, uz: { outer: "«»", inner: "“”" }, tg: guillemets,
}

/** The dash for which "--" stands: English sets off with the long one. */
const dash = (lang: string) => lang.startsWith("en") ? "—" : "–"

const quotesOf = (lang: string) => quotes[lang.split("-")[0]] ?? english

/** quote gives the mark that a straight double one stands for behind a text. */
export function quote(before: string, lang: string): string {
  const { outer, inner, single } = quotesOf(lang)
  if (single) return opens(before) ? outer[0] : outer[1]
  const open: string[] = []
  for (const c of before) {
    if (c == outer[0] || c == inner[0]) open.push(c)
    else if (c == outer[1] && open.includes(outer[0])) while (open.pop() != outer[0]);
    else if (c == inner[1] && open[open.length - 1] == inner[0]) open.pop()
  }
  const last = open[open.length - 1]
  if (opens(before)) return last == outer[0] ? inner[0] : outer[0]
  return last == inner[0] ? inner[1] : outer[1]
}

/** single gives the mark that a straight single one stands for: mostly an apostrophe. */
export function single(before: string, lang: string): string {
  const { inner, single } = quotesOf(lang)
  return !single ? "'" : opens(before) ? inner[0] : inner[1]
}

// opens reports whether a quotation mark behind a text begins a quotation.
function opens(before: string) {
  return /(^|[\s\u00a0([{<\u2014\u2013\-/“‘«‹„‚\ufffc])[\u200c-\u200f]*$/u.test(before)
}

/** typed makes a rule of what a character or two become; "" leaves them. */
function typed(match: RegExp, becomes: (before: string, lang: string) => string, edition: string) {
  return new InputRule(match, (state: EditorState, found, start, end) => {
    // At the end of a composition nothing was typed behind what stands there: an input method's words are left as they are.
    if (end - start == found[0].length) return null
    const before = found.input!.slice(0, found.index)
    const made = becomes(before, langAt(state, start, edition))
    return made == found[0] ? null : state.tr.insertText(made, start, end)
  })
}

export function typography(edition: string) {
  return inputRules({ rules: [
    typed(/"$/, quote, edition),
    typed(/'$/, single, edition),
    typed(/--$/, (_, lang) => dash(lang), edition),
    typed(/\.\.\.$/, () => "…", edition),
  ] })
}
