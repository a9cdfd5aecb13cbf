// Reading the desk's own marks back from the page. The browser changes the text
// itself while one types, and the editor reads what became of it: without these
// rules a letter typed into a passage would take its comment away. Pasting has a
// parser of its own, which does not know them: what is pasted was said of another
// place.

import { DOMParser, type TagParseRule } from "prosemirror-model"
import { schema } from "./schema"

const rule = (mark: string, tag: string, attrs: Record<string, string>): TagParseRule => ({
  mark, tag, priority: 60,
  getAttrs: dom => Object.fromEntries(Object.entries(attrs).map(([name, from]) => [name, dom.getAttribute(from) ?? ""])),
})

export const deskParser = new DOMParser(schema, [
  rule("comment", "span[data-comment]", { id: "data-comment" }),
  rule("inserted", "ins[data-suggestion]", { id: "data-suggestion", by: "data-by" }),
  rule("deleted", "del[data-suggestion]", { id: "data-suggestion", by: "data-by" }),
  ...DOMParser.fromSchema(schema).rules,
])
