// What Word puts on the clipboard: HTML with its own styles for what HTML has
// tags for. Lists are paragraphs whose number stands in a span to be ignored.

import { styleOf as style } from "./quiet"

/** isItem reports a paragraph that is an item of a list. */
export const isItem = (dom: Element) => /mso-list:\s*(?!none|ignore)\S/i.test(style(dom)) && /^(p|div|h[1-6])$/i.test(dom.tagName)

/** isOrdered reads the item's marker: a number or letter with a full stop or bracket counts. */
export function isOrdered(dom: Element) {
  const marker = [...dom.querySelectorAll("span")].find(isMarker)?.textContent ?? ""
  return /^\s*\(?(\p{N}+|[a-z]{1,4}|\p{Script=Arabic}{1,2})[.)\-]/iu.test(marker)
}

/** listOf names the list an item belongs to. */
export const listOf = (dom: Element) => /mso-list:\s*(\S+)/i.exec(style(dom))?.[1] ?? ""

const isMarker = (dom: Element) => /mso-list:\s*ignore/i.test(style(dom))

/** isAside reports what is no part of the text: markers, notes, comments, page headers, what is hidden. */
export function isAside(dom: Element) {
  return isMarker(dom)
    || /mso-(element:\s*(comment|footnote|endnote|header|footer)|comment-reference|footnote-id|endnote-id|hide:\s*all|special-character:\s*(comment|footnote))/i.test(style(dom))
    || /\bMso(CommentReference|CommentText|FootnoteText|EndnoteText)\b/.test(dom.className)
}

/** headingLevel of a paragraph that only its style makes one; 0 for none. */
export function headingLevel(dom: Element) {
  if (/\bMsoTitle\b/.test(dom.className)) return 1
  const level = /mso-outline-level:\s*([1-6])/i.exec(style(dom)) ?? /\bMsoHeading([1-6])\b/.exec(dom.className)
  return level ? +level[1] : 0
}
