// The toolbar: one stop for Tab, arrows within (WAI-ARIA Authoring Practices,
// toolbar), and Alt+F10 to come to it from the text.

import type { Act, EditorContext } from "./context"
import { el, icon } from "./dom"
import { icons } from "./icons"
import { label, shortcut } from "./keys"

export function toolbar(ctx: EditorContext, acts: Act[]) {
  const bar = el("div", { class: "toolbar", role: "toolbar", "aria-label": ctx.words("editor.toolbar"), "aria-controls": "text" })
  const tools: { act: Act, button: HTMLButtonElement }[] = []
  let group: HTMLElement | undefined
  for (const act of acts) {
    if (!act.group) continue
    if (group?.dataset.group != act.group) bar.append(group = el("span", { "data-group": act.group, class: "group" }))
    const button = tool(ctx, act)
    group.append(button)
    tools.push({ act, button })
  }
  const inUse = () => tools.filter(t => !t.button.hidden).map(t => t.button)
  rove(bar, inUse)

  let asked = 0
  /** update shows what holds where the selection is; once a frame is often enough. */
  function update() {
    asked ||= requestAnimationFrame(() => {
      asked = 0
      const { state } = ctx.view()
      for (const { act, button } of tools) {
        button.hidden = act.shown?.(state) === false || !ctx.canEdit && changes(act)
        // Not `disabled`: a button that loses the focus at a press would lose the reader, too.
        button.setAttribute("aria-disabled", `${!act.run(state)}`)
        if (act.on) button.setAttribute("aria-pressed", `${act.on(state)}`)
      }
      if (!inUse().some(b => b.tabIndex == 0)) (inUse()[0] ?? bar).tabIndex = 0
    })
  }
  return { bar, update, focus: () => (inUse().find(b => b.tabIndex == 0) ?? inUse()[0])?.focus() }
}

/** changes reports a tool that is nothing for who only reads. */
const changes = (act: Act) => act.group != "desk" && act.name != "find" && act.name != "joiners"

function tool(ctx: EditorContext, act: Act) {
  const name = label(ctx, act), drawn = icons[act.name]
  const key = act.keys?.[0] && shortcut(act.keys[0])
  const button = el("button", {
    type: "button", class: "tool", "data-act": act.name, tabindex: -1, title: key ? `${name} (${key})` : name,
    "aria-label": drawn && name, "aria-keyshortcuts": act.keys?.[0]?.replace(/Mod/, "Control").replaceAll("-", "+"),
  }, drawn ? icon(drawn) : name)
  button.addEventListener("mousedown", event => event.preventDefault()) // the text keeps its selection
  button.addEventListener("click", event => {
    if (button.getAttribute("aria-disabled") == "true") return
    const view = ctx.view()
    act.run(view.state, view.dispatch, view)
    // A press by mouse goes back to the text; one by key stays here, for the next.
    if (event.detail && !document.querySelector("dialog[open], .find:not([hidden])")) view.focus()
  })
  return button
}

function rove(bar: HTMLElement, buttons: () => HTMLButtonElement[]) {
  const go = (to: HTMLButtonElement) => {
    for (const b of buttons()) b.tabIndex = b == to ? 0 : -1
    to.focus()
  }
  bar.addEventListener("keydown", event => {
    const all = buttons(), at = all.indexOf(document.activeElement as HTMLButtonElement)
    const forward = getComputedStyle(bar).direction == "rtl" ? "ArrowLeft" : "ArrowRight"
    if (event.key == forward) go(all[(at + 1) % all.length])
    else if (event.key == "ArrowLeft" || event.key == "ArrowRight") go(all[(at - 1 + all.length) % all.length])
    else if (event.key == "Home") go(all[0])
    else if (event.key == "End") go(all[all.length - 1])
    else return
    event.preventDefault()
  })
}
