// What the parts of the editor's page share. editor.ts makes one context; each
// part takes from it what it needs, and none knows the others.

import type { Node } from "prosemirror-model"
import type { EditorState, Plugin, Transaction } from "prosemirror-state"
import type { EditorView } from "prosemirror-view"
import type { Picture } from "./schema"

export type Dir = "ltr" | "rtl"

export interface EditorContext {
  /** The story's id. */
  readonly id: string
  /** The edition's tag, which is its language, and its direction: what a block without its own has. */
  readonly edition: string
  readonly lang: string
  readonly dir: Dir
  /** Who writes. */
  readonly me: { readonly account: string, readonly name: string }
  /** False where this person only reads. It can change while the page is open: ask each time. */
  canEdit: boolean
  /** The one view. Plugins that are asked before it stands must not call this. */
  view(): EditorView
  /** words gives a word of the interface, words("editor.strong"), with {{.Name}} filled in. */
  words(key: string, values?: Record<string, string | number>): string
  /** onChange calls f after each state that the view took, with the transaction that made it. */
  onChange(f: (state: EditorState, tr: Transaction) => void): void
  /** say tells screen readers, and shows for a while, what happened. */
  say(text: string): void
  /** Who carries the document to and from the server. Set before the view stands. */
  carrier: Carrier
  /** How pictures get in. Without it there is no button for them. */
  pictures?: Pictures
  /** Plugins and tools of other parts, added before the view stands. */
  readonly plugins: Plugin[]
  readonly acts: Act[]
}

/** Act is something one can do to the text, by key, in the toolbar, in the list of keys. */
export interface Act {
  /** Names its word, "editor." + name unless it has a dot, and its icon. */
  name: string
  /** As prosemirror-keymap writes them; the first is shown. */
  keys?: string[]
  /** Does it, or with no dispatch says whether it can be done. */
  run: import("prosemirror-state").Command
  /** Whether it is so already; such a button is pressed. */
  on?(state: EditorState): boolean
  /** Where in the toolbar; none: only by key. */
  group?: "block" | "mark" | "insert" | "table" | "see" | "history" | "desk"
  /** Whether the toolbar shows it at all now. */
  shown?(state: EditorState): boolean
}

/**
 * Carrier is what sync does for the editor: the document to begin with, its
 * plugins (collab, cursors), and how a transaction reaches view and journal.
 */
export interface Carrier {
  start(): Promise<Node>
  plugins(): Plugin[]
  /** attach gives the carrier the view once it stands. */
  attach?(view: EditorView): void
  /** dispatch takes the place of the view's own; it calls view.updateState and then did. */
  dispatch?(view: EditorView, tr: Transaction, did: (state: EditorState, tr: Transaction) => void): void
}

/** Pictures is what the module of pictures does for the editor. */
export interface Pictures {
  /** choose opens upload and library; none when nothing was chosen. */
  choose(): Promise<Picture[]>
  /** take uploads files that were dropped or pasted. */
  take(files: File[]): Promise<Picture[]>
  /** focal lets the point be chosen that a crop must keep; null: left as it was. */
  focal?(picture: Picture): Promise<{ focal_x: number, focal_y: number } | null>
  /** source is the address a picture is shown from at the desk. */
  source(picture: Picture): string
}
