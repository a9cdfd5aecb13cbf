// Foreign HTML becomes our blocks or is dropped, as in story.ReadHTML. It is read
// from a document that runs nothing and loads nothing; what comes out is made
// here, node by node, of our schema: no element, style or attribute comes over.

import { Fragment, type Mark, type Node } from "prosemirror-model"
import type { Dir } from "../context"
import { goodLink } from "../address"
import { schema } from "../schema"
import { directionOf } from "./chars"
import { styleOf } from "./quiet"
import { lines, Run } from "./run"
import { readTable, isLayout } from "./table"
import { headingLevel, isAside, isItem, isOrdered, listOf } from "./word"

const { paragraph, heading, list, item, quotation, quoted, attribution, divider } = schema.nodes
const { strong, emphasis, link } = schema.marks

const dropped = new Set(("SCRIPT STYLE TEMPLATE SVG MATH CANVAS IFRAME OBJECT EMBED VIDEO AUDIO XMP NOSCRIPT HEAD TITLE META LINK BASE " +
  "INPUT SELECT TEXTAREA BUTTON DIALOG NAV DEL RT RP MAP PROGRESS METER FRAMESET XML").split(" "))

const blocks = new Set(("ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM " +
  "H1 H2 H3 H4 H5 H6 HEADER HGROUP HR LI MAIN OL P PRE SECTION SUMMARY TABLE TBODY THEAD TFOOT TR TD TH UL").split(" "))

/** readForeign gives the blocks of a foreign document, and how many pictures were left out. */
export function readForeign(dom: globalThis.Node, home: Dir): { blocks: Node[], pictures: number } {
  const reader = new Reader(home)
  reader.children(dom, [])
  return { blocks: reader.done(), pictures: reader.pictures }
}

type Words = (words: Fragment) => void

class Reader {
  pictures = 0
  private out: Node[] = []
  private levels = new Map<Node, number>() // of headings, as the source counts them
  private items: Node[] | null = null // of the list that is being read
  private loose: { of: string, items: Node[], ordered: boolean } | null = null // of Word's list, which has no tag
  private endItem = () => {} // closes the item that is being read, before an inner list's
  private flat = false // within a cell or a quotation, where a block is only a line
  private words: Words = words => this.push(paragraph.create(this.foreign([words]), words))
  private run = new Run(words => this.words(words))

  constructor(private home: Dir) {}

  done() {
    this.run.flush()
    this.endLoose()
    const top = Math.min(...this.levels.values())
    return this.out.map(node => this.levels.get(node)! > top ? heading.create({ ...node.attrs, level: 3 }, node.content) : node)
  }

  children(dom: globalThis.Node, marks: readonly Mark[]) {
    for (let child = dom.firstChild; child; child = child.nextSibling) {
      if (child.nodeType == 3) this.text(child.nodeValue!, marks, dom)
      else if (child.nodeType == 1) this.element(child as Element, marks)
    }
  }

  private text(text: string, marks: readonly Mark[], parent: globalThis.Node) {
    if (parent.nodeName != "PRE") return this.run.add(text, marks)
    text.split("\n").forEach((part, i) => {
      if (i) this.run.feed()
      this.run.add(part, marks)
    })
  }

  private element(dom: Element, marks: readonly Mark[]) {
    const name = dom.tagName.toUpperCase()
    if (dropped.has(name) || isHidden(dom) || isAside(dom)) return
    if (name == "BR") return this.run.feed()
    if (name == "IMG") return this.image(dom, marks)
    if (!blocks.has(name)) return this.children(dom, marked(dom, name, marks))
    this.run.flush()
    this.block(dom, name, marks)
    this.run.flush()
  }

  private block(dom: Element, name: string, marks: readonly Mark[]) {
    if ((name == "UL" || name == "OL") && (!this.flat || this.items)) return this.list(dom, name == "OL", marks)
    if (this.flat) return this.children(dom, marks)
    if (isItem(dom)) return this.looseItem(dom, marks)
    const level = /^H[1-6]$/.test(name) ? +name[1] : name == "P" ? headingLevel(dom) : 0
    if (level) return this.heading(dom, level)
    if (name == "HR") return this.push(divider.create())
    if (name == "BLOCKQUOTE") return this.quotation(dom, marks)
    if (name == "TABLE" && !isLayout(dom as HTMLTableElement)) return this.table(dom as HTMLTableElement)
    if (name == "FIGCAPTION" && dom.parentElement?.querySelector("img, picture, video")) return
    this.children(dom, marks)
  }

  private push(block: Node) {
    this.endLoose()
    this.out.push(block)
  }

  /** within reads what is in an element, line by line. */
  private within(dom: globalThis.Node, marks: readonly Mark[], words: Words, flat = true) {
    const was = [this.words, this.flat] as const
    this.run.flush()
    this.words = words
    this.flat = flat
    this.children(dom, marks)
    this.run.flush();
    [this.words, this.flat] = was
  }

  private heading(dom: Element, level: number) {
    this.within(dom, [], words => {
      const made = heading.create({ level: 2, ...this.foreign([words]) }, words.content.map(n => n.mark(strong.removeFromSet(n.marks))))
      this.levels.set(made, level)
      this.push(made)
    })
  }

  private list(dom: Element, ordered: boolean, marks: readonly Mark[]) {
    const inner = this.items
    const items = this.items ??= []
    this.endItem()
    for (const child of dom.children) this.item(child, items, marks)
    if (inner) return
    this.items = null
    if (items.length) this.push(list.create({ ordered, ...this.foreign(items) }, items))
  }

  // Our lists have one level: an inner list's items come behind the one it stands in.
  private item(dom: Element, items: Node[], marks: readonly Mark[]) {
    if (dom.tagName == "UL" || dom.tagName == "OL") return this.list(dom, false, marks)
    const outer = this.endItem
    let own: Fragment[] = []
    this.endItem = () => {
      if (own.length) items.push(item.create(null, lines(own)))
      own = []
    }
    this.within(dom, marks, words => own.push(words))
    this.endItem()
    this.endItem = outer
  }

  private looseItem(dom: Element, marks: readonly Mark[]) {
    const own: Fragment[] = [], of = listOf(dom)
    if (this.loose?.of != of) this.endLoose()
    const open = this.loose ??= { of, items: [], ordered: isOrdered(dom) }
    this.within(dom, marks, words => own.push(words))
    if (own.length) open.items.push(item.create(null, lines(own)))
  }

  private endLoose() {
    const { loose } = this
    this.loose = null
    if (loose?.items.length) this.out.push(list.create({ ordered: loose.ordered, ...this.foreign(loose.items) }, loose.items))
  }

  private quotation(dom: Element, marks: readonly Mark[]) {
    const said: Node[] = [], by: Fragment[] = []
    const source = [...dom.children].find(c => c == dom.lastElementChild && /^(FOOTER|CITE)$/.test(c.tagName))
    source?.remove()
    this.within(dom, marks, words => said.push(quoted.create(null, words)))
    if (source) this.within(source, [], words => by.push(words))
    if (!said.length) return
    this.push(quotation.create(this.foreign(said), by.length ? [...said, attribution.create(null, lines(by))] : said))
  }

  private table(dom: HTMLTableElement) {
    const made = readTable(dom, cell => {
      const own: Fragment[] = []
      this.within(cell, [], words => own.push(words))
      return lines(own)
    }, text => directionOf(text, this.home))
    if (made) this.push(made)
  }

  // A picture elsewhere is not ours to show. An emoji drawn as one is a character.
  private image(dom: Element, marks: readonly Mark[]) {
    const alt = dom.getAttribute("alt") ?? ""
    if (alt.length < 24 && /^[\p{Extended_Pictographic}\p{Emoji_Component}]+$/u.test(alt)) this.run.add(alt, marks)
    else this.pictures++
  }

  private foreign(of: (Node | Fragment)[]) {
    const text = of.map(one => one instanceof Fragment ? one.textBetween(0, one.size) : one.textContent).join(" ")
    return { dir: directionOf(text, this.home) }
  }
}

function isHidden(dom: Element) {
  return dom.hasAttribute("hidden") || dom.getAttribute("aria-hidden") == "true" || /display:\s*none|visibility:\s*hidden/i.test(styleOf(dom))
    || dom.tagName == "SUP" && /reference|footnote/i.test(dom.className)
}

// marked adds what an inline element says of its words.
function marked(dom: Element, name: string, marks: readonly Mark[]) {
  const style = styleOf(dom)
  const weight = /(?<![\w-])font-weight:\s*(\w+)/i.exec(style)?.[1], slant = /(?<![\w-])font-style:\s*(\w+)/i.exec(style)?.[1]
  const bold = weight ? /bold|[6-9]00/i.test(weight) : name == "B" || name == "STRONG"
  const italic = slant ? /italic|oblique/i.test(slant) : name == "I" || name == "EM" || name == "CITE" || name == "DFN" || name == "VAR"
  if (bold) marks = strong.create().addToSet(marks)
  if (italic) marks = emphasis.create().addToSet(marks)
  const href = name == "A" ? address(dom.getAttribute("href") ?? "") : ""
  return href ? link.create({ href }).addToSet(marks) : marks
}

/** address gives where a link leads, past Google's way of counting it; "" for nowhere we would lead. */
function address(href: string) {
  href = href.trim()
  const counted = /^https?:\/\/(?:www\.)?google\.[a-z.]+\/url\?(.*)/i.exec(href)
  if (counted) href = new URLSearchParams(counted[1]).get("q") ?? href
  return /^(https?|mailto|tel):/i.test(href) && goodLink(href) ? href : ""
}
