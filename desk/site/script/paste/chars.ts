// Characters of foreign text. What package story would drop from a published
// story is dropped when it comes in; all else stays as it is, code point by code
// point: joiners, marks of direction, digits and letters of whatever keyboard.

import type { Dir } from "../context"

/** Controls, soft hyphens, zero width spaces, embeddings, isolates, tags: story.Line's classDrop. */
const junk = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e0fff}]/gu

const blank = /[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g

/** Half of a character that takes two: the server could not keep it. */
const half = /\p{Surrogate}/gu

/** line gives a text as part of a line: no junk, and every run of white space one space. */
export const line = (text: string) => text.replace(junk, "").replace(half, "\ufffd").replace(blank, " ")

const rtl = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu
const letter = /\p{L}/gu

/**
 * directionOf is the direction of most of a text's letters, "" where that is the
 * edition's. What the source says of it is no guide: Google Docs writes ltr on all.
 */
export function directionOf(text: string, home: Dir): "" | Dir {
  const right = text.match(rtl)?.length ?? 0, all = text.match(letter)?.length ?? 0
  if (right * 2 == all) return ""
  const dir = right * 2 > all ? "rtl" : "ltr"
  return dir == home ? "" : dir
}
