// The carrier of the editor's page: it fetches the document, sends what pages
// before this one left on the device, then keeps editor, device and server in
// step, and says how that goes.

import type { Carrier, EditorContext } from "./context"
import type { EditorView } from "prosemirror-view"
import { Plugin, type EditorState } from "prosemirror-state"
import { Node } from "prosemirror-model"
import { sendableSteps } from "prosemirror-collab"
import { backoff } from "./again"
import { clashNote, clashText } from "./clash"
import { fieldUndo } from "./fields"
import { forgetAll, hold, LocalKeep, openStore, type Keep, type Waiting } from "./keep"
import { leaveSettled } from "./leave"
import { HTTPLink, type Key, type Opened } from "./link"
import type { Loss } from "./loss"
import { Presence, type Peer } from "./presence"
import { recover } from "./recover"
import { schema } from "./schema"
import { statusLine, type Line } from "./status"
import { Stream } from "./stream"
import { newID, Sync, syncPlugin, type Standing, type Status } from "./sync"

/** The switch "no copy on this device", for those whose device may be taken from them. */
const noCopy = "stet-no-local-copy"

export function carry(ctx: EditorContext, place: HTMLElement): Carrier {
  return new Page(ctx, place)
}

class Page implements Carrier {
  private readonly client = newID()
  private readonly link: HTTPLink
  private readonly line: Line
  private readonly presence: Presence
  private readonly bar = document.createElement("div")
  private readonly names = document.createElement("ul")
  private readonly keep = new Switched()
  private db?: IDBDatabase
  private version = 0
  private sync?: Sync
  private view?: EditorView
  private standing: Standing = "up"

  constructor(private readonly ctx: EditorContext, place: HTMLElement) {
    const { bar } = this
    bar.className = "sync"
    this.names.className = "peers"
    this.names.hidden = true
    this.names.setAttribute("aria-label", ctx.words("sync.present"))
    ;(place.closest(".story-page") ?? place).before(bar)
    this.link = new HTTPLink(ctx.id, ctx.me.account)
    this.line = statusLine(bar, ctx.words, () => !this.keep.off)
    bar.append(this.names, this.switch())
    this.presence = new Presence({
      tell: at => this.link.tell(this.client, at),
      version: () => this.sync!.version,
      mine: () => sendableSteps(this.view!.state)?.steps ?? [],
      word: ctx.words, say: ctx.say, list: this.names,
    })
  }

  async start(): Promise<Node> {
    let opened = await this.open()
    await this.openKeep(opened.keys[0])
    if (this.db && (await this.takeUp(opened.keys)).sent) opened = await this.open()
    this.version = opened.version
    return Node.fromJSON(schema, opened.doc)
  }

  plugins() {
    return [
      syncPlugin(this.client, this.version), fieldUndo(), this.presence.plugin(),
      new Plugin({
        props: { editable: () => this.standing != "stuck" && this.standing != "erased" },
        view: () => ({ update: (view, before) => this.updated(view.state, before) }),
      }),
    ]
  }

  attach(view: EditorView) {
    this.view = view
    const sync = this.sync = new Sync({
      host: view, link: this.link, keep: this.keep, client: this.client, version: this.version,
      status: s => this.show(s),
      lost: l => this.tellLoss(l),
      foreign: (tr, steps, clients, by) => this.presence.foreign(tr, steps, clients, by),
    })
    const stream = new Stream({
      open: signal => this.link.events(this.client, sync.version, signal),
      hear: (event, data) => this.heard(event, data),
      up: () => sync.reached(), down: why => { this.presence.alone(); sync.left(why) },
    })
    stream.start()
    leaveSettled(() => sync.unsent(), () => { sync.wake(); return sync.settled() })
    // A page that goes says so while something is unsent; what is unsent is on the device.
    addEventListener("beforeunload", e => { if (sync.unsent() && this.standing != "stuck" && this.standing != "erased") e.preventDefault() })
    for (const kind of ["online", "focus"]) addEventListener(kind, () => sync.wake())
    document.addEventListener("visibilitychange", () => sync.wake())
    this.show({ standing: "up", unsent: 0, kept: !this.keep.failed })
  }

  // open fetches the document, however long that takes.
  private async open(): Promise<Opened> {
    for (let tries = 0; ; tries++) {
      const opened = await this.link.open()
      if (opened) return opened
      this.line.show({ standing: "away", unsent: 0, kept: true })
      await new Promise(done => setTimeout(done, backoff(tries)))
    }
  }

  // openKeep opens this device's storage. Without it, or without the switch, what is typed is at the server only.
  private async openKeep(key: Key) {
    try {
      this.db = await openStore()
      if (!await hold(this.ctx.id, this.client)) throw new Error("the name of this page is taken")
      this.keep.use(new LocalKeep(this.db, this.ctx.id, this.client, this.ctx.me.account, key))
    } catch {
      this.keep.failed = true
    }
  }

  private async takeUp(keys: Key[]) {
    const done = await recover(this.db!, this.ctx.id, this.ctx.me.account, this.link, keys, l => this.tellLeft(l)).catch(() => ({ sent: 0, unreadable: 0 }))
    if (done.sent) this.line.note(this.ctx.words("sync.taken_up"))
    if (done.unreadable) this.line.note(this.ctx.words("sync.unreadable"))
    return done
  }

  private updated(state: EditorState, before: EditorState) {
    if (state.doc != before.doc) this.sync?.changed()
  }

  private heard(event: string, data: any) {
    switch (event) {
      case "steps":
        this.sync!.receive(data)
        this.presence.caughtUp()
        break
      case "presence": this.presence.heard(data as Peer); break
      case "erased": this.sync!.erased(); break
      default: dispatchEvent(new CustomEvent("stet-" + event, { detail: data })) // for whom it concerns: comments, flow
    }
  }

  private async show(s: Status) {
    const was = this.standing
    this.standing = s.standing
    this.line.show(s)
    this.bar.dataset.version = `${this.sync?.version}`
    this.bar.dataset.unsent = `${s.unsent}`
    if (was == "signed out" && s.standing == "up") {
      const opened = await this.link.open(this.version) // another session may have another key
      if (opened) this.keep.rekey(opened.keys[0])
    }
    if (was != s.standing) this.view?.setProps({}) // whether one may type
  }

  private tellLoss(l: Loss) {
    if (l.mine) this.line.note(this.ctx.words("sync.lost_mine", { Text: short(l.mine) }), versions(this.ctx))
    for (const { text, by } of l.theirs) this.line.note(this.ctx.words("sync.lost_theirs", { Name: by, Text: short(text) }), versions(this.ctx))
    for (const c of l.fields) clashNote(this.ctx, this.line, c)
  }

  // tellLeft tells of what a page before this one left, whose positions are not this page's.
  private tellLeft(l: Loss) {
    this.tellLoss({ ...l, fields: l.fields.filter(c => c.at === undefined) })
    for (const c of l.fields) if (c.at !== undefined) this.line.note(clashText(this.ctx, c), versions(this.ctx))
  }

  // switch is the box that says no to copies on this device.
  private switch() {
    const label = document.createElement("label")
    const box = document.createElement("input")
    box.type = "checkbox"
    box.checked = this.keep.off
    box.onchange = () => {
      this.keep.off = box.checked
      if (box.checked && this.db) forgetAll(this.db, this.ctx.me.account)
      this.sync?.changed()
    }
    label.className = "sync-switch"
    label.append(box, " ", this.ctx.words("sync.no_copy"))
    return label
  }
}

/** Switched is the local copy with the switch before it. */
class Switched implements Keep {
  /** failed: this browser keeps nothing. */
  failed = false
  private to?: LocalKeep

  get off() { return localStorage.getItem(noCopy) == "yes" }
  set off(value: boolean) {
    if (value) localStorage.setItem(noCopy, "yes")
    else localStorage.removeItem(noCopy)
  }

  use(k: LocalKeep) { this.to = k }
  rekey(key: Key) { this.to?.rekey(key) }

  async put(w: Waiting) {
    if (!this.off && this.to) return this.to.put(w)
    this.to?.stale()
    return false
  }
}

function short(text: string) {
  return text.length > 120 ? text.slice(0, 119) + "…" : text
}

function versions(ctx: EditorContext) {
  const a = document.createElement("a")
  a.href = `/story/${ctx.id}/versions`
  a.textContent = ctx.words("sync.versions")
  return a
}
