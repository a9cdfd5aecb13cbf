// All that can be done to the text, once: the toolbar, the keys and the list of
// keys are made of this.

import { redo, undo } from "prosemirror-history"
import { toggleMark } from "prosemirror-commands"
import { askLink, askStatement } from "./ask"
import { isKind, kinds, turn, type Kind } from "./blocks"
import type { Act, EditorContext } from "./context"
import { askEmbed } from "./embed"
import { joinersShown, showJoiners, spaceJoiner, typeJoiner, needsJoiner } from "./joiners"
import { showKeys } from "./keys"
import { chooseLanguage, isForeign, isTurned, turnRound } from "./language"
import { isMarked } from "./marks"
import { choosePictures } from "./pictureview"
import { schema } from "./schema"
import { columnAfter, hasHeader, insertBlock, insertTable, nextCell, place, removeColumn, removeRow, removeTable, rowAfter, toggleHeader } from "./table"

const { strong, emphasis, link, statement } = schema.marks

const block = (name: string, kind: Kind, ...keys: string[]): Act => ({ name, keys, group: "block", run: turn(kind), on: s => isKind(s, kind) })

const inTable: Partial<Act> = { group: "table", shown: state => !!place(state) }

/** allActs gives them in the order of the toolbar. */
export function allActs(ctx: EditorContext, find: Act["run"]): Act[] {
  return [
    block("heading2", kinds.heading2, "Mod-Alt-2"),
    block("heading3", kinds.heading3, "Mod-Alt-3"),
    block("list", kinds.list, "Mod-Shift-8"),
    block("numbered", kinds.numbered, "Mod-Shift-7"),
    block("quotation", kinds.quotation, "Mod-Shift-9"),
    { name: "paragraph", keys: ["Mod-Alt-0"], run: turn(kinds.paragraph) },
    { name: "strong", keys: ["Mod-b"], group: "mark", run: toggleMark(strong), on: s => isMarked(s, strong) },
    { name: "emphasis", keys: ["Mod-i"], group: "mark", run: toggleMark(emphasis), on: s => isMarked(s, emphasis) },
    { name: "link", keys: ["Mod-k"], group: "mark", run: askLink(ctx), on: s => isMarked(s, link) },
    { name: "language", keys: ["Mod-Shift-l"], group: "mark", run: chooseLanguage(ctx), on: isForeign },
    { name: "statement", keys: ["Mod-Alt-q"], group: "mark", run: askStatement(ctx), on: s => isMarked(s, statement) },
    { name: "picture", keys: ["Mod-Alt-p"], group: "insert", run: choosePictures(ctx), shown: () => !!ctx.pictures },
    { name: "table", keys: ["Mod-Alt-t"], group: "insert", run: insertTable },
    { name: "embed", keys: ["Mod-Alt-e"], group: "insert", run: askEmbed(ctx) },
    { name: "divider", keys: ["Mod-Alt-d"], group: "insert", run: insertBlock(schema.nodes.divider.create()) },
    { ...inTable, name: "rowAfter", keys: ["Mod-Alt-ArrowDown"], run: rowAfter },
    { ...inTable, name: "columnAfter", keys: ["Mod-Alt-ArrowRight"], run: columnAfter },
    { ...inTable, name: "removeRow", keys: ["Mod-Alt-ArrowUp"], run: removeRow },
    { ...inTable, name: "removeColumn", keys: ["Mod-Alt-ArrowLeft"], run: removeColumn },
    { ...inTable, name: "header", run: toggleHeader, on: hasHeader },
    { ...inTable, name: "removeTable", run: removeTable },
    { name: "direction", keys: ["Mod-Shift-x"], group: "see", run: turnRound(ctx), on: isTurned },
    { name: "joiners", keys: ["Mod-Alt-j"], group: "see", run: showJoiners, on: joinersShown, shown: () => needsJoiner(ctx.lang) },
    { name: "find", keys: ["Mod-f"], group: "see", run: find },
    { name: "undo", keys: ["Mod-z"], group: "history", run: undo },
    { name: "redo", keys: ["Mod-y", "Mod-Shift-z"], group: "history", run: redo },
    ...ctx.acts,
    { name: "keys", keys: ["Mod-/"], group: "desk", run: showKeys(ctx) },
    { name: "save", keys: ["Mod-s"], run: (_state, dispatch) => (dispatch && ctx.say(ctx.words("editor.saves_itself")), true) },
    { name: "joiner", keys: ["Shift-Space", "Ctrl-Shift-2"], run: needsJoiner(ctx.lang) ? typeJoiner : spaceJoiner(ctx) },
    { name: "next_cell", keys: ["Tab"], run: nextCell(1) },
    { name: "previous_cell", keys: ["Shift-Tab"], run: nextCell(-1) },
  ]
}
