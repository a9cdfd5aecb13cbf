// Foreign tables. Ours have no spans: a cell that covered several leaves the
// others empty, so that what stands below a heading still does.

import type { Fragment, Node } from "prosemirror-model"
import { schema } from "../schema"

const { table, row, cell } = schema.nodes

/** More than a page can show of a table; the rest is left out. */
const maxRows = 1000, maxColumns = 60

/** isLayout reports a table that only arranges a page: it is read through. */
export function isLayout(dom: HTMLTableElement) {
  return /^(presentation|none)$/.test(dom.getAttribute("role") ?? "") || !!dom.querySelector("table") || dom.rows.length < 2 && (dom.rows[0]?.cells.length ?? 0) < 2
}

/** readTable makes a table of the words of each cell, null when there are none. */
export function readTable(dom: HTMLTableElement, words: (cell: Element) => Fragment, dir: (text: string) => string): Node | null {
  const grid: (Fragment | null)[][] = []
  const rows = [...dom.rows].slice(0, maxRows)
  rows.forEach((line, r) => {
    let c = 0
    grid[r] ??= []
    for (const td of line.cells) {
      while (grid[r][c] !== undefined) c++
      const wide = Math.min(td.colSpan, maxColumns - c), high = Math.min(td.rowSpan || 1, rows.length - r)
      for (let y = 0; y < high; y++) for (let x = 0; x < wide; x++) (grid[r + y] ??= [])[c + x] = null
      if (wide > 0) grid[r][c] = words(td)
    }
  })
  const columns = Math.max(0, ...grid.map(line => line.length))
  const full = grid.filter(line => line.some(f => f?.size)).map(line =>
    row.create(null, Array.from({ length: columns }, (_, c) => cell.create(null, line[c]))))
  if (!full.length) return null
  const head = rows[0] && ([...rows[0].cells].every(c => c.tagName == "TH") || rows[0].parentElement?.tagName == "THEAD")
  const caption = (dom.caption?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 4000)
  return table.create({ caption, header: !!head, dir: dir(full.map(r => r.textContent).join(" ")) }, full)
}
