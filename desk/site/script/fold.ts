// Words as somebody who looks for them means them: without case, points and
// joiners, with one yeh, one kaf and one set of digits.

/** A text folded, with the place in the original of each of its characters, and one for its end. */
export type Folded = { text: string, at: number[] }

const same: Record<string, string> = {
  "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ە": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "آ": "ا",
  "’": "'", "‘": "'", "“": "\"", "”": "\"", "«": "\"", "»": "\"", "–": "-", "—": "-", "\u00a0": " ",
}

/** Joiners, marks of direction, the tatweel, and vowel points: they part or colour a word and change it not. */
const unseen = /[\u200c-\u200f\u0640\u064b-\u0655\u0670\u0300-\u036f]/

export function fold(text: string): Folded {
  let out = ""
  const at: number[] = []
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (unseen.test(c)) continue
    const code = c.charCodeAt(0)
    let one = same[c] ?? (code < 0x80 ? c.toLowerCase() : c)
    if (code >= 0x660 && code <= 0x669) one = String(code - 0x660)
    else if (code >= 0x6f0 && code <= 0x6f9) one = String(code - 0x6f0)
    else if (code >= 0xc0 && code < 0x2000 && one == c) one = c.normalize("NFD")[0].toLowerCase()
    out += one
    at.push(i)
  }
  at.push(text.length)
  return { text: out, at }
}

/** occurrences gives where a folded word stands in a folded text, as offsets into the original. */
export function occurrences(word: string, folded: Folded) {
  const found: { from: number, to: number }[] = []
  if (!word) return found
  for (let i = folded.text.indexOf(word); i >= 0; i = folded.text.indexOf(word, i + word.length)) {
    found.push({ from: folded.at[i], to: folded.at[i + word.length - 1] + 1 })
  }
  return found
}
