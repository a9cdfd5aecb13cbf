// The editor without a server, for tests: a page that holds its document, and a
// hand for the test to paste with and to read the document by. No page of the desk
// has it.

import { Node } from "prosemirror-model"
import { AllSelection, Selection, TextSelection } from "prosemirror-state"
import { goodLink, goodPage } from "../address"
import { count } from "../counts"
import { makeContext } from "../editor"
import { panel } from "../panel"
import { schema, type Picture } from "../schema"
import { openView } from "../view"

const place = document.getElementById("trial")!
const { ctx, did } = makeContext(place, () => ({
  start: async () => Node.fromJSON(schema, JSON.parse(document.getElementById("doc")!.textContent!)),
  plugins: () => [],
}))
const picture = {
  sha256: "0".repeat(64), type: "image/png", width: 16, height: 9, alt: "", decorative: false, caption: "", credit: "", focal_x: 0, focal_y: 0,
} satisfies Picture
ctx.pictures = { choose: async () => [picture], take: async files => files.map(() => picture), source: () => "data:image/gif;base64,R0lGODlhAQABAAAAACw=" }
const view = await openView(ctx, place, did)
panel(ctx)
view.focus()

/** words writes a block's words with its marks, as *strong*, _emphasis_, [link](to); breaks are ⏎. */
function words(block: Node) {
  let out = ""
  block.forEach(child => {
    let text = child.isText ? child.text! : "⏎"
    for (const mark of child.marks) {
      if (mark.type.name == "strong") text = `*${text}*`
      else if (mark.type.name == "emphasis") text = `_${text}_`
      else if (mark.type.name == "link") text = `[${text}](${mark.attrs.href})`
      else text = `{${mark.type.name} ${Object.values(mark.attrs).join(" ")}: ${text}}`
    }
    out += text
  })
  return out
}

function outline(block: Node): string {
  const { level, ordered, dir, lang, caption, header, url } = block.attrs
  const kind = { paragraph: "p", heading: "h" + level, list: ordered ? "ol" : "ul" }[block.type.name] ?? block.type.name
  const more = [lang, dir, caption && block.type.name == "table" && caption + (header ? ", headed" : ""), url].filter(Boolean).map(s => " " + s).join("")
  const inner = block.isTextblock ? words(block) : block.type.name == "table"
    ? block.children.map(row => row.children.map(words).join(" ; ")).join(" | ")
    : block.children.filter(c => c.type.name != "attribution").map(words).join(" | ")
  const by = block.type.name == "quotation" && block.lastChild!.type.name == "attribution" ? " — " + words(block.lastChild!) : ""
  return kind + more + (block.isLeaf ? "" : ": " + inner + by)
}

const trial = {
  goodLink, goodPage,
  /** outline is the body, one line for each block. */
  outline: () => view.state.doc.children.slice(3).map(outline).join("\n"),
  doc: () => view.state.doc.toJSON(),
  /** text is all words, one line for each block of text. */
  text: () => view.state.doc.textBetween(0, view.state.doc.content.size, "\n", leaf => leaf.type.name == "break" ? "\n" : ""),
  check: () => { view.state.doc.check(); return true },
  count: () => count(view.state.doc),
  block: () => view.state.selection.$head.parent.type.name,
  head: () => view.state.selection.head,
  /** body puts the caret at the end of the body, or of the nth block. */
  body: (n = view.state.doc.childCount - 1) => {
    let pos = 0
    for (let i = 0; i <= n; i++) pos += view.state.doc.child(i).nodeSize
    view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(pos), -1)))
    view.focus()
  },
  select: (from: number, to: number) => view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to))),
  set: (json: unknown) => view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, Node.fromJSON(schema, json).content)),
  /** paste does what a paste by the browser does, with these on the clipboard, and says how long it took in ms. */
  paste: (html: string, text: string) => {
    const data = new DataTransfer()
    if (html) data.setData("text/html", html)
    if (text) data.setData("text/plain", text)
    const began = performance.now()
    view.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
    return performance.now() - began
  },
  /** copyAll gives what copying the whole story puts on the clipboard. */
  copyAll: () => {
    const data = new DataTransfer()
    view.dispatch(view.state.tr.setSelection(new AllSelection(view.state.doc)))
    view.dom.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }))
    return data.getData("text/html")
  },
  act: (name: string) => document.querySelector<HTMLElement>(`[data-act=${name}]`)!.click(),
}

Object.assign(globalThis, { trial })
