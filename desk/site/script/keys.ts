// The list of keys, in a dialog, as this keyboard has them.

import type { Command } from "prosemirror-state"
import type { Act, EditorContext } from "./context"
import { show } from "./dialog"
import { el } from "./dom"

const mac = /Mac|iPhone|iPad/.test(navigator.platform)

/** shortcut writes a key as the keyboard has it: "Ctrl+Shift+2". */
export function shortcut(key: string) {
  const names: Record<string, string> = mac
    ? { Mod: "⌘", Alt: "⌥", Shift: "⇧", Ctrl: "⌃" }
    : { Mod: "Ctrl", ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→" }
  return key.split("-").map(part => names[part] ?? (part.length == 1 ? part.toUpperCase() : part)).join(mac ? "" : "+")
}

export const label = (ctx: EditorContext, act: Act) => ctx.words(act.name.includes(".") ? act.name : "editor." + act.name)

let acts: Act[] = []

/** listKeys says what showKeys will show. */
export function listKeys(all: Act[], ctx: EditorContext) {
  acts = [...all.filter(a => a.keys?.length && a.shown?.(ctx.view().state) !== false || a.group == "table"),
    { name: "to_toolbar", keys: ["Alt-F10"], run: () => false }, { name: "leave", keys: ["Escape"], run: () => false }]
}

export function showKeys(ctx: EditorContext): Command {
  return (_state, dispatch) => {
    if (dispatch) {
      const rows = acts.filter(a => a.keys?.length).map(a =>
        el("div", {}, el("dt", {}, label(ctx, a)), el("dd", {}, ...a.keys!.flatMap((k, i) => [i ? " " : "", el("kbd", { dir: "ltr" }, shortcut(k))]))))
      const dialog = el("dialog", { class: "dialog", "aria-labelledby": "keys" }, el("form", { method: "dialog" },
        el("h2", { id: "keys" }, ctx.words("editor.keys")), el("dl", { class: "keys", tabindex: 0 }, ...rows),
        el("p", { class: "buttons" }, el("button", { class: "button main", autofocus: true }, ctx.words("editor.close")))))
      void show(dialog).then(() => ctx.view().focus())
    }
    return true
  }
}
