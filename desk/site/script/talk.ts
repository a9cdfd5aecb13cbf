// What is said about a story: comments on passages, suggestions and the desk's
// own findings, in the lists beside the text. The server makes the lists; this
// keeps them fresh and ties them to the text.

import type { EditorState, Plugin as AnyPlugin } from "prosemirror-state"
import { Plugin, TextSelection } from "prosemirror-state"
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view"
import type { EditorContext } from "./context"
import { deskParser } from "./deskmarks"
import { ask } from "./dialog"
import { findings, suggestions, threads, type Talk } from "./talklists"
import { schema } from "./schema"

const mark = schema.marks.comment

/** talk adds the comments to a story's page. */
export function talk(ctx: EditorContext) {
  const place = document.getElementById("talk")
  if (!place) return
  const t = new Comments(ctx, place)
  ctx.plugins.push(t.plugin())
  if (place.dataset.comment == "true") {
    ctx.acts.push({ name: "talk.comment", keys: ["Mod-Alt-m"], group: "desk", run: t.comment })
  }
}

class Comments {
  private settled = new Set<string>()
  private view?: EditorView
  private soon?: ReturnType<typeof setTimeout>
  /** The passage that somebody is writing a comment on. */
  private passage?: { from: number, to: number }

  constructor(private readonly ctx: EditorContext, private readonly place: HTMLElement) {
    for (const thread of place.querySelectorAll<HTMLElement>(".thread.resolved")) this.settled.add(thread.dataset.thread!)
    place.addEventListener("submit", event => this.send(event))
    place.addEventListener("click", event => this.show(event))
    addEventListener("stet-talk", () => this.refresh())
    // Suggestions and findings come from the text, wherever it changes.
    ctx.onChange((_, tr) => {
      if (!tr.docChanged) return
      this.refresh(4000)
      if (this.passage) this.passage = { from: tr.mapping.map(this.passage.from, 1), to: tr.mapping.map(this.passage.to, -1) }
    })
  }

  /** plugin marks passages that are settled, and in the list the comment that the cursor is in. */
  plugin(): AnyPlugin {
    return new Plugin({
      props: { decorations: state => this.decorate(state), domParser: deskParser },
      view: view => {
        this.view = view
        return { update: v => this.point(v.state) }
      },
    })
  }

  private decorate(state: EditorState) {
    const found: Decoration[] = []
    const here = commentsAt(state)
    state.doc.descendants((node, pos) => {
      for (const m of node.marks) {
        if (m.type != mark) continue
        if (this.settled.has(m.attrs.id)) found.push(Decoration.inline(pos, pos + node.nodeSize, { class: "settled" }))
        else if (here.has(m.attrs.id)) found.push(Decoration.inline(pos, pos + node.nodeSize, { class: "here-now" }))
      }
    })
    return DecorationSet.create(state.doc, found)
  }

  private point(state: EditorState) {
    const here = commentsAt(state)
    for (const thread of this.place.querySelectorAll<HTMLElement>("[data-thread]")) {
      thread.classList.toggle("here-now", here.has(thread.dataset.thread!))
    }
  }

  /** comment asks for a comment on the selection, keeps it, and marks the passage. */
  comment = (state: EditorState, dispatch?: unknown) => {
    if (state.selection.empty || !(state.selection instanceof TextSelection)) {
      if (dispatch) this.ctx.say(this.ctx.words("talk.comment_select"))
      return false
    }
    if (dispatch) void this.ask(state)
    return true
  }

  // Others may type while the comment is written; it is marked once it is kept.
  private async ask(state: EditorState) {
    const { from, to } = state.selection
    this.passage = { from, to }
    let id = "", text = ""
    do { // what could not be sent is in the field again
      id = Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, "0")).join("")
      const answer = await ask(this.ctx, this.ctx.words("talk.comment"), [{ name: "text", label: this.ctx.words("talk.comment_text"), value: text }])
      text = answer && answer != "also" ? answer.text : ""
    } while (text && !await this.post("comments", { id, passage: state.doc.textBetween(from, to, " "), text }))
    if (text && this.passage.from < this.passage.to) {
      this.view!.dispatch(this.view!.state.tr.addMark(this.passage.from, this.passage.to, mark.create({ id })).setMeta("addToHistory", false))
    }
    this.passage = undefined
  }

  // send takes the place of the browser for the forms of the lists.
  private send(event: SubmitEvent) {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const values = Object.fromEntries(new FormData(form, event.submitter)) as Record<string, string>
    void this.post(new URL(form.action).pathname.split("/").slice(3).join("/"), values).then(done => { if (done) form.reset() })
  }

  private async post(what: string, values: Record<string, string>) {
    try {
      const r = await fetch(`/story/${this.ctx.id}/${what}`, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(values) })
      if (!r.ok) throw new Error((await r.json()).error)
      this.ctx.say(this.ctx.words("talk.sent"))
      this.refresh()
      return true
    } catch {
      this.ctx.say(this.ctx.words("talk.failed"))
      return false
    }
  }

  // show puts the cursor into the passage of a comment.
  private show(event: Event) {
    const thread = (event.target as HTMLElement).closest<HTMLElement>("[data-show]")
    const at = thread && this.view && placeOf(this.view.state, thread.dataset.show!)
    if (!at) return
    this.view!.dispatch(this.view!.state.tr.setSelection(TextSelection.between(this.view!.state.doc.resolve(at.from), this.view!.state.doc.resolve(at.to))).scrollIntoView())
    this.view!.focus()
  }

  // refresh fetches the lists, once for what happens within a moment. What somebody is filling in is left alone.
  private refresh(after = 300) {
    clearTimeout(this.soon)
    this.soon = setTimeout(async () => {
      const r = await fetch(`/story/${this.ctx.id}/talk`, { headers: { Accept: "application/json" } }).catch(() => null)
      if (!r?.ok) return
      const all: Talk = await r.json()
      this.settled = new Set(all.threads.filter(t => t.resolved).map(t => t.id))
      findings(this.ctx, this.place, all)
      suggestions(this.ctx, this.place, all)
      threads(this.ctx, this.place, all)
      if (this.view) this.view.updateState(this.view.state) // decorations
    }, after)
  }
}

/** commentsAt gives the comments that the cursor is in. */
function commentsAt(state: EditorState) {
  const { $from, $to } = state.selection
  return new Set([...$from.marks(), ...$to.marks()].filter(m => m.type == mark).map(m => m.attrs.id as string))
}

/** placeOf finds the passage of a comment. */
function placeOf(state: EditorState, id: string) {
  let at: { from: number, to: number } | null = null
  state.doc.descendants((node, pos) => {
    if (node.marks.some(m => m.type == mark && m.attrs.id == id)) at = { from: at ? (at as { from: number }).from : pos, to: pos + node.nodeSize }
  })
  return at as { from: number, to: number } | null
}
