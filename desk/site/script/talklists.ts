// The lists of what is said about a story, as the server's template
// shared/story_talk.html makes them at first.

import type { EditorContext } from "./context"
import { el } from "./dom"

type Remark = { id: string, name: string, at: string, text: string }
type Thread = Remark & { passage: string, gone: boolean, resolved: boolean, by: string, answers: Remark[] }
type Suggestion = { id: string, name: string, before: string, after: string, inserted: string, deleted: string }
type Finding = { level: string, text: string, block: number }
export type Talk = { threads: Thread[], suggestions: Suggestion[], findings: Finding[], may_comment: boolean, may_edit: boolean }

const list = (place: HTMLElement, name: string) => place.querySelector<HTMLElement>(`[data-list=${name}]`)!

export function findings(ctx: EditorContext, place: HTMLElement, all: Talk) {
  list(place, "findings").replaceChildren(...all.findings.map(f => el("li", { class: "finding-" + f.level },
    el("span", { class: "hidden-text" }, ctx.words("talk.level_" + f.level) + ": "), f.text)))
  place.querySelector<HTMLElement>("[data-none=findings]")!.hidden = all.findings.length > 0
}

export function suggestions(ctx: EditorContext, place: HTMLElement, all: Talk) {
  place.querySelector<HTMLElement>("[data-part=suggestions]")!.hidden = all.suggestions.length == 0
  keepFocus(list(place, "suggestions"), all.suggestions.map(s => el("li", {},
    el("p", { class: "quiet" }, el("bdi", {}, s.name)),
    el("p", { dir: "auto" }, s.before + " ", s.deleted && el("del", {}, s.deleted), " ", s.inserted && el("ins", {}, s.inserted), " " + s.after),
    all.may_edit && form(ctx, "suggestions", { id: s.id },
      el("button", { name: "decision", value: "accept" }, ctx.words("talk.accept")), el("button", { name: "decision", value: "refuse" }, ctx.words("talk.refuse"))))))
}

export function threads(ctx: EditorContext, place: HTMLElement, all: Talk) {
  keepFocus(list(place, "threads"), all.threads.map(t => thread(ctx, t, all.may_comment)))
}

function thread(ctx: EditorContext, t: Thread, may: boolean) {
  return el("li", { class: t.resolved ? "thread resolved" : "thread", "data-thread": t.id },
    t.passage && el("blockquote", { dir: "auto" }, t.passage),
    t.gone && el("p", { class: "quiet" }, ctx.words("talk.gone")),
    remark(t), ...t.answers.map(remark),
    t.resolved && el("p", { class: "quiet" }, ctx.words("talk.resolved_by", { Name: t.by })),
    t.passage && !t.gone && el("button", { type: "button", class: "link", "data-show": t.id }, ctx.words("talk.show")),
    may && answer(ctx, t),
    may && !t.resolved && form(ctx, "comments/" + t.id, {}, el("button", { name: "done", value: "1" }, ctx.words("talk.resolve"))))
}

function answer(ctx: EditorContext, t: Thread) {
  const word = ctx.words(t.resolved ? "talk.reopen" : "talk.answer")
  return el("details", {}, el("summary", {}, word), form(ctx, "comments", { thread: t.id },
    el("label", {}, el("span", { class: "hidden-text" }, ctx.words("talk.answer")), el("textarea", { name: "text", dir: "auto", required: true, maxlength: 4000 })),
    el("button", {}, ctx.words("talk.send"))))
}

function remark(r: Remark) {
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(new Date(r.at))
  return el("div", { class: "remark" }, el("p", { class: "quiet" }, el("b", {}, el("bdi", {}, r.name)), " ", el("time", { datetime: r.at }, when)),
    el("p", { class: "said-text", dir: "auto" }, r.text))
}

function form(ctx: EditorContext, what: string, hidden: Record<string, string>, ...children: HTMLElement[]) {
  return el("form", { class: "row", method: "post", action: `/story/${ctx.id}/${what}` },
    ...Object.entries(hidden).map(([name, value]) => el("input", { type: "hidden", name, value })), ...children)
}

// keepFocus puts new items into a list, unless somebody is filling in one of the old.
function keepFocus(list: HTMLElement, items: HTMLElement[]) {
  const open = list.contains(document.activeElement) && (document.activeElement as HTMLTextAreaElement).value
  if (!open) list.replaceChildren(...items)
}
