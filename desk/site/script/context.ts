// What the parts of the editor's page share. editor.ts makes one context; each
// part takes from it what it needs, and none knows the others.

import type { EditorState, Plugin, Transaction } from "prosemirror-state"
import type { EditorView } from "prosemirror-view"
import type { Node } from "prosemirror-model"

export type Dir = "ltr" | "rtl"

export interface EditorContext {
  /** The story's id. */
  readonly id: string
  /** The edition's tag and direction; what a block without its own has. */
  readonly lang: string
  readonly dir: Dir
  /** Who writes. */
  readonly me: { readonly account: string, readonly name: string }
  /** False where this person only reads. It can change: ask each time. */
  readonly canEdit: boolean
  /** The one view. Plugins that are asked before it stands must not call this. */
  view(): EditorView
  /** words gives a word of the interface, `word("editor.bold")`, with {{.Name}} filled in. */
  word(key: string, values?: Record<string, string | number>): string
  /** onChange calls f after each state that the view took, with the transaction that made it. */
  onChange(f: (state: EditorState, tr: Transaction) => void): void
  /** say tells screen readers, and shows briefly, what happened. */
  say(text: string): void
  /** Whoever carries the document to and from the server. Set once, before the view stands. */
  carrier: Carrier
  /** How pictures get in. Without it the picture button is not there. */
  pictures?: Pictures
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
  /** dispatch takes the place of the view's own; it must call view.updateState and then did. */
  dispatch?(view: EditorView, tr: Transaction, did: (state: EditorState, tr: Transaction) => void): void
}

/** Pictures is what the module of pictures does for the editor. */
export interface Pictures {
  /** choose opens upload and library; what is chosen it gives, or null. */
  choose(): Promise<PictureAttrs[] | null>
  /** take uploads files that were dropped or pasted. */
  take(files: File[]): Promise<PictureAttrs[]>
  /** focal lets the point be chosen that a crop must keep. */
  focal?(picture: PictureAttrs): Promise<{ focal_x: number, focal_y: number } | null>
  /** source is the address a picture is shown from at the desk. */
  source(picture: PictureAttrs): string
}

export type PictureAttrs = import("./schema").Picture
