// The status line: in words, whether what was typed is safe, and where.

import type { Status } from "./sync"

export type Line = {
  show(s: Status): void
  /** note says what happened once, until it is put away; it gives what it shows. */
  note(text: string, ...more: HTMLElement[]): HTMLElement
}

type Word = (key: string, values?: Record<string, string | number>) => string

/** What is on its way for less than this is not worth a word. */
const moment = 1500

/** statusLine draws into an element; keeping says whether copies on this device are wanted at all. */
export function statusLine(into: HTMLElement, word: Word, keeping: () => boolean): Line {
  const state = document.createElement("p")
  state.className = "sync-state"
  state.setAttribute("role", "status")
  const banner = document.createElement("div")
  banner.className = "sync-banner notice notice-warn"
  banner.setAttribute("role", "alert")
  banner.hidden = true
  const notes = document.createElement("div")
  notes.className = "sync-notes"
  notes.setAttribute("aria-live", "polite")
  into.append(state, banner, notes)
  let timer: ReturnType<typeof setTimeout> | undefined

  const say = (key: string) => {
    clearTimeout(timer)
    timer = undefined
    into.dataset.state = key
    if (state.textContent != word("sync." + key)) state.textContent = word("sync." + key)
  }

  function show(s: Status) {
    warn(s)
    const key = stateOf(s)
    if (key != "sending") return say(key)
    timer ??= setTimeout(say, moment, key)
  }

  let refused = ""

  function warn(s: Status) {
    refused = s.refused ?? ""
    const key = warningOf(s, keeping())
    if (banner.dataset.warning == key) return
    banner.dataset.warning = key
    banner.hidden = !key
    banner.replaceChildren(...(key ? [word("sync." + key), ...remedy(key, word, () => refused)] : []))
  }

  function note(text: string, ...more: HTMLElement[]) {
    const p = document.createElement("p")
    p.className = "notice"
    const away = button(word("sync.put_away"), () => p.remove())
    p.append(text, " ", ...more, " ", away)
    notes.append(p)
    return p
  }

  return { show, note }
}

/** stateOf is the word for how things stand. */
export function stateOf(s: Status) {
  if (!s.unsent) return s.standing == "away" ? "saved_offline" : "saved"
  if (s.standing == "up" && !s.refused) return "sending"
  if (s.standing == "away") return s.kept ? "offline" : "offline_not_kept"
  return s.kept ? "kept" : "not_kept"
}

/** warningOf is what somebody must know or do, if anything. */
export function warningOf(s: Status, keeping: boolean) {
  if (s.standing == "signed out") return "signed_out"
  if (s.refused && s.standing != "erased") return "refused"
  if (s.standing == "too large") return "too_large"
  if (s.standing == "stuck" || s.standing == "erased") return s.standing
  if (s.standing == "denied") return "denied"
  return keeping && !s.kept ? "cannot_keep" : ""
}

function remedy(key: string, word: Word, refused: () => string): (HTMLElement | string)[] {
  if (key == "refused") return [" ", button(word("sync.copy"), () => void navigator.clipboard.writeText(refused()))]
  if (key == "stuck" || key == "erased") return [" ", button(word("sync.load_again"), () => location.reload())]
  if (key != "signed_out") return []
  const a = document.createElement("a")
  a.href = "/sign-in"
  a.target = "_blank"
  a.rel = "noopener"
  a.textContent = word("sync.sign_in")
  return [" ", a]
}

function button(text: string, press: () => void) {
  const b = document.createElement("button")
  b.type = "button"
  b.textContent = text
  b.onclick = press
  return b
}
