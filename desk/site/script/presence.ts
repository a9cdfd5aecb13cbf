// Presence shows who else is in the story: where their cursors are, by name, and
// for a moment what they changed. It stores nothing and sends only a position.

import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state"
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view"
import { DocAttrStep, type Mapping, type Step, type Transform } from "prosemirror-transform"
import { same } from "./merge"

/** Somebody who has the story open. Colour counts from 0; the style has eight. */
export type Peer = { client: string, name: string, colour: number, anchor?: number, head?: number, version?: number, gone?: boolean }

export type PresenceOptions = {
  /** tell sends where this person is, as positions in the server's newest version. */
  tell(place: { anchor: number, head: number, version: number }): void
  /** version is what the document stands on, and mine the steps on top of it. */
  version(): number
  mine(): readonly Step[]
  word(key: string, values?: Record<string, string | number>): string
  say(text: string): void
  /** list is where the names of those present stand. */
  list: HTMLElement
}

/** How long a change of somebody else stays marked. */
const marked = 4000

const tellEvery = 400

type Change = { peer?: Peer, mark?: Decoration[], fade?: number }
type Shown = { cursors: Map<string, Peer>, marks: DecorationSet }

const key = new PluginKey<Shown>("presence")

export class Presence {
  private readonly peers = new Map<string, Peer>()
  private readonly early = new Map<string, Peer>() // ahead of this document
  private readonly said = new Map<string, number>()
  private timer?: ReturnType<typeof setTimeout>
  private view?: EditorView
  private marks = 0

  constructor(private readonly o: PresenceOptions) {}

  plugin() {
    return new Plugin<Shown>({
      key,
      state: {
        init: () => ({ cursors: new Map(), marks: DecorationSet.empty }),
        apply: (tr, old) => apply(tr, old),
      },
      props: { decorations: state => this.draw(state) },
      view: view => {
        this.view = view
        return { update: (v, before) => { if (!v.state.selection.eq(before.selection)) this.moved() } }
      },
    })
  }

  /** heard takes news of somebody: that they came, moved or left. */
  heard(peer: Peer) {
    const known = this.peers.get(peer.client)
    if (peer.gone) {
      this.peers.delete(peer.client)
      this.early.delete(peer.client)
    } else this.peers.set(peer.client, { ...known, ...peer })
    if (!known != !!peer.gone) {
      this.list()
      if (!this.elsewhere(peer)) this.o.say(this.o.word(peer.gone ? "sync.left" : "sync.came", { Name: peer.name }))
    }
    if (!known && !peer.gone) this.moved() // who comes learns where we are
    if ((peer.version ?? 0) > this.o.version()) this.early.set(peer.client, peer)
    else this.place(peer)
  }

  /** alone forgets everybody: the stream was cut and will tell anew. */
  alone() {
    for (const peer of this.peers.values()) this.place({ ...peer, gone: true })
    this.peers.clear()
    this.early.clear()
    this.list()
  }

  /** foreign marks what others' steps put in, on the transaction that brings them. */
  foreign(tr: Transaction, steps: readonly Step[], clients: readonly string[], by: readonly string[]) {
    const n = this.o.mine().length
    const id = ++this.marks
    const mark = steps.flatMap((step, i) => changed(step, tr.mapping.slice(n + i + 1), this.peers.get(clients[i])?.colour ?? 7, id))
    if (mark.length) {
      tr.setMeta(key, { mark })
      setTimeout(() => this.view?.dispatch(this.view.state.tr.setMeta(key, { fade: id }).setMeta("addToHistory", false)), marked)
    }
    const before = tr.docs[n], after = tr.docs[n + steps.length] ?? tr.doc
    for (const [i, step] of steps.entries()) {
      if (step instanceof DocAttrStep && same(before.attrs[step.attr], after.attrs[step.attr])) continue // there and back
      this.tellOf(tr, step, by[i], mark)
    }
  }

  /** caughtUp places those who were ahead of this document. */
  caughtUp() {
    for (const [client, peer] of this.early) {
      if ((peer.version ?? 0) > this.o.version()) continue
      this.early.delete(client)
      this.place(peer)
    }
  }

  // elsewhere says whether it is only the same person's other window that came or left.
  private elsewhere(peer: Peer) {
    return [...this.peers.values()].some(p => p.client != peer.client && p.name == peer.name)
  }

  // tellOf says in words what a mark in the text cannot show: a field beside it, a line above it.
  private tellOf(tr: Transform, step: Step, by: string, mark: Decoration[]) {
    const { stepType, attr } = step.toJSON()
    const line = mark.map(m => tr.doc.resolve(Math.min(m.from, tr.doc.content.size)).node(1)?.type.name).find(n => lines.has(n ?? ""))
    const what = stepType == "docAttr" ? attr : line ?? "text"
    const now = performance.now()
    if (now - (this.said.get(by + what) ?? -1e9) < 20_000) return
    this.said.set(by + what, now)
    this.o.say(this.o.word("sync.changed_" + what, { Name: by }))
  }

  private place(peer: Peer) {
    if (!this.view || peer.anchor === undefined && !peer.gone) return
    const at = (pos: number) => Math.min(this.o.mine().reduce((p, s) => s.getMap().map(p), pos), this.view!.state.doc.content.size)
    const placed = peer.gone ? peer : { ...this.peers.get(peer.client), ...peer, anchor: at(peer.anchor!), head: at(peer.head!) }
    this.view.dispatch(this.view.state.tr.setMeta(key, { peer: placed }).setMeta("addToHistory", false))
  }

  // moved tells the others, not too often, and nobody when nobody is there.
  private moved() {
    if (!this.peers.size || !this.view || this.timer !== undefined) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      const { anchor, head } = this.view!.state.selection
      const back = (pos: number) => this.o.mine().reduceRight((p, s) => s.getMap().invert().map(p), pos)
      this.o.tell({ anchor: back(anchor), head: back(head), version: this.o.version() })
    }, tellEvery)
  }

  private list() {
    this.o.list.replaceChildren(...[...this.peers.values()].map(peer => {
      const item = document.createElement("li")
      item.className = `peer peer-${peer.colour}`
      item.textContent = peer.name
      return item
    }))
    this.o.list.hidden = !this.peers.size
  }

  private draw(state: EditorState) {
    const { cursors, marks } = key.getState(state)!
    const all = [...cursors.values()].flatMap(cursor)
    return marks.add(state.doc, all)
  }
}

const lines = new Set(["headline", "standfirst", "dateline"])

function apply(tr: Transaction, old: Shown): Shown {
  const change = tr.getMeta(key) as Change | undefined
  if (!change && !tr.docChanged) return old
  const cursors = new Map([...old.cursors].map(([client, p]) => [client, { ...p, anchor: tr.mapping.map(p.anchor!, -1), head: tr.mapping.map(p.head!, -1) }]))
  let marks = old.marks.map(tr.mapping, tr.doc)
  if (change?.peer) cursors.delete(change.peer.client)
  if (change?.peer && !change.peer.gone) cursors.set(change.peer.client, change.peer as Peer & { anchor: number, head: number })
  if (change?.mark) marks = marks.add(tr.doc, change.mark)
  if (change?.fade) marks = marks.remove(marks.find(undefined, undefined, spec => spec.mark == change.fade))
  return { cursors, marks }
}

/** changed marks what a step put in or took out, where it is after the rest. */
function changed(step: Step, after: Mapping, colour: number, mark: number): Decoration[] {
  const out: Decoration[] = []
  step.getMap().forEach((_from, _to, from, to) => {
    const start = after.map(from, 1), end = after.map(to, -1)
    if (start < end) out.push(Decoration.inline(start, end, { class: `changed peer-${colour}` }, { mark }))
    else if (from == to) out.push(Decoration.widget(after.map(from), () => element("span", `taken peer-${colour}`), { mark, side: -1 }))
  })
  return out
}

/** cursor draws somebody's cursor with the name, and what they have selected. */
function cursor(p: Peer): Decoration[] {
  const flag = () => {
    const caret = element("span", `cursor peer-${p.colour}`)
    caret.setAttribute("aria-hidden", "true") // screen readers hear the list of names
    const name = element("bdi", "cursor-name")
    name.textContent = p.name
    caret.append(name)
    return caret
  }
  const out = [Decoration.widget(p.head!, flag, { side: 10, key: `${p.client} ${p.name} ${p.colour}`, ignoreSelection: true })]
  const from = Math.min(p.anchor!, p.head!), to = Math.max(p.anchor!, p.head!)
  if (from < to) out.push(Decoration.inline(from, to, { class: `selected peer-${p.colour}` }))
  return out
}

function element(tag: string, className: string) {
  const e = document.createElement(tag)
  e.className = className
  return e
}
