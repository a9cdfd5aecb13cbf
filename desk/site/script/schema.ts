// The document of a story at the desk: headline, standfirst, dateline and typed
// blocks in one tree, with the fields beside the text as its attributes. It is
// our body (package story) in the shape ProseMirror edits; package desk/prose has
// the same schema in Go and refuses what is not in it. Names, attributes and
// their defaults are the form at rest: change both sides together or not at all.

import { Mark, Node, Schema, type AttributeSpec, type DOMOutputSpec, type MarkSpec, type NodeSpec } from "prosemirror-model"
import { goodLink, goodPage } from "./address"

/** A picture as story.Picture writes it in JSON. */
export type Picture = {
  sha256: string, type: string, width: number, height: number,
  alt: string, decorative: boolean, caption: string, credit: string,
  focal_x: number, focal_y: number,
}
export type Topic = { name: string, key: string }
export type Byline = { name: string, person: string }

/** The fields beside the text, changed by DocAttrStep. */
export type Fields = { section: string, topics: Topic[], bylines: Byline[], slug: string, lead: Picture | null }

const text: AttributeSpec = { default: "", validate: "string" }
const number: AttributeSpec = { default: 0, validate: "number" }
const flag: AttributeSpec = { default: false, validate: "boolean" }

/** What every block of text can say of itself: empty is as the edition is. */
const foreign = { lang: text, dir: text }

const pictureAttrs = {
  sha256: text, type: text, width: number, height: number, alt: text, decorative: flag,
  caption: text, credit: text, focal_x: number, focal_y: number,
}

const cardAttrs = { url: text, title: text, provider: text, picture: { default: null, validate: isPictureOrNull } }

/** What only the desk sees: comments, and changes that somebody suggests. */
const deskMarks = "comment inserted deleted"

const dirs = new Set(["", "ltr", "rtl"])

/** foreignDOM writes lang and dir where a node or mark has them. */
function foreignDOM(of: Node | Mark, more: Record<string, string> = {}) {
  const { lang, dir } = of.attrs
  return { ...(lang && { lang }), ...(dirs.has(dir) && dir && { dir }), ...more }
}

function readForeign(dom: HTMLElement) {
  const dir = dom.getAttribute("dir") ?? "", lang = dom.getAttribute("lang") ?? ""
  return { lang: /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(lang) ? lang : "", dir: dirs.has(dir) ? dir : "" }
}

/** line is one of the three lines above the body. */
const line = (name: string): NodeSpec => ({
  content: "text*", marks: deskMarks, defining: true,
  parseDOM: [{ tag: `div[data-line=${name}]` }],
  toDOM: () => ["div", { "data-line": name, class: "story-line" }, 0],
})

const nodes: Record<string, NodeSpec> = {
  doc: {
    content: "headline standfirst dateline block+",
    attrs: {
      section: text,
      topics: { default: [], validate: isList },
      bylines: { default: [], validate: isList },
      slug: text,
      lead: { default: null, validate: isPictureOrNull },
    },
  },
  // The first block of the schema is what ProseMirror makes where any would do.
  paragraph: {
    content: "inline*", group: "block", attrs: foreign,
    parseDOM: [{ tag: "p", getAttrs: readForeign }],
    toDOM: n => ["p", foreignDOM(n), 0],
  },
  headline: line("headline"),
  standfirst: line("standfirst"),
  dateline: line("dateline"),
  heading: {
    content: "inline*", group: "block", defining: true,
    attrs: { level: { default: 2, validate: isLevel }, ...foreign },
    parseDOM: [2, 3].map(level => ({ tag: "h" + level, getAttrs: (d: HTMLElement) => ({ level, ...readForeign(d) }) })),
    toDOM: n => ["h" + n.attrs.level, foreignDOM(n), 0],
  },
  list: {
    content: "item+", group: "block", attrs: { ordered: flag, ...foreign },
    parseDOM: [
      { tag: "ul", getAttrs: d => ({ ordered: false, ...readForeign(d) }) },
      { tag: "ol", getAttrs: d => ({ ordered: true, ...readForeign(d) }) },
    ],
    toDOM: n => [n.attrs.ordered ? "ol" : "ul", foreignDOM(n), 0],
  },
  item: { content: "inline*", parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  quotation: {
    content: "quoted+ attribution?", group: "block", defining: true, attrs: foreign,
    parseDOM: [{ tag: "blockquote", getAttrs: readForeign }],
    toDOM: n => ["blockquote", foreignDOM(n), 0],
  },
  quoted: {
    content: "inline*",
    parseDOM: [{ tag: "p", context: "quotation/", priority: 60 }],
    toDOM: () => ["p", 0],
  },
  attribution: {
    content: "inline*",
    parseDOM: [{ tag: "footer", context: "quotation/" }],
    toDOM: () => ["footer", 0],
  },
  picture: {
    group: "block", atom: true, draggable: true, attrs: pictureAttrs,
    parseDOM: [{ tag: "figure[data-picture]", getAttrs: readPicture }],
    toDOM: n => ["figure", { "data-picture": JSON.stringify(n.attrs) }],
  },
  table: {
    content: "row+", group: "block", isolating: true, attrs: { caption: text, header: flag, ...foreign },
    parseDOM: [{
      tag: "table", getAttrs: d => ({
        caption: (d.dataset.caption ?? "").slice(0, 4000), header: d.dataset.header !== undefined, ...readForeign(d),
      }),
    }],
    toDOM: n => ["table", foreignDOM(n, {
      ...(n.attrs.caption && { "data-caption": n.attrs.caption }), ...(n.attrs.header && { "data-header": "" }),
    }), ["tbody", 0]],
  },
  row: { content: "cell+", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
  cell: { content: "inline*", isolating: true, parseDOM: [{ tag: "td" }, { tag: "th" }], toDOM: () => ["td", 0] },
  embed: {
    group: "block", atom: true, draggable: true, attrs: cardAttrs,
    parseDOM: [{ tag: "div[data-embed]", getAttrs: readCard }],
    toDOM: n => ["div", { "data-embed": JSON.stringify(n.attrs) }, n.attrs.title || n.attrs.url],
  },
  divider: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  text: { group: "inline" },
  break: {
    inline: true, group: "inline", selectable: false, linebreakReplacement: true,
    leafText: () => "\n", parseDOM: [{ tag: "br" }], toDOM: () => ["br"],
  },
}

const marks: Record<string, MarkSpec> = {
  strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
  emphasis: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  link: {
    attrs: { href: { validate: "string" } }, inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: d => goodLink(d.getAttribute("href")!) && { href: d.getAttribute("href") } }],
    // An address we would not publish is shown as a link that leads nowhere.
    toDOM: m => ["a", goodLink(m.attrs.href) ? { href: m.attrs.href, rel: "noreferrer" } : {}, 0],
  },
  // Who types on behind such words is not in them any more: there is no other way out at the end of a block.
  foreign: {
    attrs: foreign, inclusive: false,
    parseDOM: [{ tag: "bdi", getAttrs: readForeign }],
    toDOM: m => ["bdi", foreignDOM(m), 0],
  },
  statement: {
    attrs: { name: { validate: "string" } }, inclusive: false,
    parseDOM: [{ tag: "q[data-name]", getAttrs: d => ({ name: d.dataset.name!.slice(0, 300) }) }],
    toDOM: m => ["q", { "data-name": m.attrs.name, title: m.attrs.name }, 0],
  },
  erased: { inclusive: false, parseDOM: [{ tag: "del.erased" }], toDOM: () => ["del", { class: "erased" }, 0] },
  comment: {
    attrs: { id: { validate: "string" } }, inclusive: false, excludes: "",
    toDOM: m => ["span", { class: "comment", "data-comment": m.attrs.id }, 0],
  },
  inserted: suggestion("ins"),
  deleted: suggestion("del"),
}

/** suggestion is a change that waits for somebody's yes. What is pasted carries none: it was said of another place. */
function suggestion(tag: string): MarkSpec {
  return {
    attrs: { id: { validate: "string" }, by: { default: "", validate: "string" } }, inclusive: false,
    toDOM: (m): DOMOutputSpec => [tag, { class: "suggested", "data-suggestion": m.attrs.id, "data-by": m.attrs.by }, 0],
  }
}

export const schema = new Schema({ nodes, marks })

// readPicture and readCard read the attributes of an atom back from what was
// copied. The server refuses a document with others, so they are left out.
function readPicture(dom: HTMLElement) {
  return goodPicture(readData(dom.dataset.picture, pictureAttrs))
}

function goodPicture(p: Record<string, unknown>) {
  const whole = ["width", "height", "focal_x", "focal_y"].every(k => Number.isInteger(p[k]) && (p[k] as number) >= 0)
  return whole && /^[0-9a-f]{64}$/.test(`${p.sha256}`) && /^image\/(jpeg|png|webp|gif)$/.test(`${p.type}`) && p
}

function readCard(dom: HTMLElement) {
  const card = readData(dom.dataset.embed, cardAttrs)
  card.picture &&= goodPicture(readData(JSON.stringify(card.picture), pictureAttrs)) || null
  return goodPage(`${card.url}`) && card
}

// readData keeps each attribute that has the type its default has.
function readData(json: string | undefined, spec: Record<string, AttributeSpec>) {
  const out: Record<string, unknown> = {}
  let data: Record<string, unknown> = {}
  try { data = JSON.parse(json ?? "{}") ?? {} } catch { /* somebody else's */ }
  for (const key in spec) out[key] = typeof data[key] == typeof spec[key].default ? data[key] : spec[key].default
  return out
}

function isList(value: unknown) {
  if (!Array.isArray(value) || value.some(v => typeof v?.name != "string")) throw new RangeError("not a list of names")
}

function isLevel(value: unknown) {
  if (value !== 2 && value !== 3) throw new RangeError(`a heading has level 2 or 3, not ${value}`)
}

function isPictureOrNull(value: unknown) {
  if (value !== null && typeof (value as Picture)?.sha256 != "string") throw new RangeError("neither null nor a picture")
}
