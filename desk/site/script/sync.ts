// Sync carries one document between whoever edits it and the server, and loses
// nothing on the way. The server puts everybody's steps into one order; what it
// has not acknowledged stays here, is kept on this device before it is sent, and
// is made to fit what others did meanwhile (prosemirror-collab).
//
// What is sent is one flight: the waiting steps, those of one run of typing
// melted into one. A flight that was sent stays as it is until the server is
// known to have it or to have somebody else's steps in its place, because its
// answer can be lost: sent again, word for word, it is taken once.
//
// It knows no page: its host is a view, or in tests and after a crash just a state.

import { collab, receiveTransaction, sendableSteps } from "prosemirror-collab"
import { Node } from "prosemirror-model"
import type { EditorState, Plugin, Transaction } from "prosemirror-state"
import { Step } from "prosemirror-transform"
import { backoff } from "./again"
import { settle } from "./fields"
import type { Aside, Flight, Keep } from "./keep"
import type { Answer, Link, News } from "./link"
import { lossOf, wordsOnly, type Loss } from "./loss"

export interface Host {
  readonly state: EditorState
  dispatch(tr: Transaction): void
}

/** How things stand between here and the server. */
export type Standing =
  | "up" | "away" | "signed out" | "denied"
  | "too large" // the document; it waits to be made shorter
  | "stuck" // the server does not take these steps; the document went there as a version of its own
  | "erased" // something in the document was, and with it the steps this one stands on

export type Status = {
  standing: Standing
  /** How many steps and asides the server has not. */
  unsent: number
  /** Whether those are on this device. */
  kept: boolean
  /** What of it the desk does not keep, because it keeps so much of this person's already. */
  refused?: string
}

export type Options = {
  host: Host
  link: Link
  keep: Keep
  client: string
  version: number
  status?(s: Status): void
  /** lost tells of text that did not fit any more, which is on its way to the server as a version of its own, and of fields. */
  lost?(l: Loss): void
  /** foreign tells of steps of others that came in, before the host takes them. */
  foreign?(tr: Transaction, steps: readonly Step[], clients: string[], by: string[]): void
}

/** The steps of a burst of typing wait so long for those that follow. */
const sendAfter = 250

/** A flight has as many steps as fit in this many bytes, and at least one. */
const flightSize = 256 << 10

/** What the state of the host needs. */
export function syncPlugin(client: string, version: number): Plugin {
  return collab({ clientID: client, version })
}

export class Sync {
  /** The version of the server's that this document stands on. */
  version: number
  private standing: Standing = "up"
  private keptAll = true
  private first = 0 // how many of this client's steps are confirmed
  private flight?: Flight
  private asides: Aside[] = []
  private full = false // the server takes no more of them: they stay here
  private sending = false
  private catching = false
  private closed = false
  private timer?: ReturnType<typeof setTimeout>
  private tries = 0
  private waiting: (() => void)[] = []

  constructor(private readonly o: Options) {
    this.version = o.version
  }

  /** resume takes up what a page before this one left, whose steps the host has as its own. */
  resume(flight: Flight | undefined, asides: Aside[]) {
    this.flight = flight
    this.asides = asides
    this.soon(0)
  }

  /** changed must be called after each transaction that the host took. */
  changed() {
    if (!this.unsent()) return
    this.keepNow()
    if (!this.ended()) this.soon(sendAfter) // unless a try is set for later
  }

  /** unsent is how many steps and asides the server is not known to have. */
  unsent() {
    return (sendableSteps(this.o.host.state)?.steps.length ?? 0) + this.asides.length
  }

  // toSend is how many of them it may take.
  private toSend() {
    return (this.ended() ? 0 : sendableSteps(this.o.host.state)?.steps.length ?? 0) + (this.full ? 0 : this.asides.length)
  }

  /** wake tries again at once: the connection is back, or the page is looked at. */
  wake() {
    this.tries = 0
    if (this.unsent()) this.soon(0)
  }

  /** reached says that the server answers on another way. */
  reached() {
    if (this.standing == "away" || this.standing == "signed out") this.stand("up")
    this.wake()
  }

  /** left says how things stand after the server was not reached on another way. */
  left(s: "away" | "signed out" | "denied") {
    if (this.standing == "up" || this.standing == "away") this.stand(s)
  }

  /** settled waits until the server has everything, at worst as a version beside the document. */
  settled(): Promise<void> {
    if (!this.unsent()) return Promise.resolve()
    return new Promise(done => this.waiting.push(done))
  }

  close() {
    this.closed = true
    clearTimeout(this.timer)
  }

  /** receive takes steps from the server: what is new in them, whatever comes twice or with a gap. */
  receive(news: News) {
    if (this.ended()) return
    const from = news.version - news.steps.length
    if (from > this.version) return void this.catchUp()
    const skip = this.version - from
    const steps = news.steps.slice(skip), clients = news.clients.slice(skip), by = news.by.slice(skip)
    if (!steps.length) return
    const ours = clients.findIndex(c => c != this.o.client)
    const mine = ours < 0 ? steps.length : ours
    if (mine > 0 && !this.landed(steps.slice(0, mine)) || clients.indexOf(this.o.client, mine) >= 0) return this.stuck()
    if (mine < steps.length) this.rebase(steps.slice(mine), clients.slice(mine), by.slice(mine))
    this.report()
    if (this.unsent()) this.soon(0)
  }

  /** catchUp fetches what was missed. */
  async catchUp() {
    if (this.catching || this.closed) return
    this.catching = true
    const answer = await this.o.link.since(this.version)
    this.catching = false
    this.take(answer)
  }

  // landed: the server has steps of this client, which can only be the flight.
  private landed(steps: object[]): boolean {
    const f = this.flight, { schema } = this.o.host.state
    const same = (a: object[]) => JSON.stringify(a.map(s => Step.fromJSON(schema, s).toJSON()))
    if (!f || f.version != this.version || same(f.steps) != same(steps)) return false
    this.confirm(f)
    return true
  }

  // stuck: the server refuses these steps, or has steps under this client's name
  // that this copy never sent: it is older than what was. The server's document
  // is whole, and this one goes beside it.
  private stuck() {
    if (this.ended()) return
    this.setAside("")
    this.stand("stuck")
    this.keepNow()
    this.soon(0)
  }

  /** erased ends it: neither here nor at the server may be left what was erased. */
  erased() {
    this.stand("erased")
    this.asides = []
    this.o.keep.put({ version: this.version, first: this.first, steps: [], asides: [] })
  }

  // ended: nothing more can be made of this copy. The page has to load anew.
  private ended() { return this.standing == "stuck" || this.standing == "erased" }

  private confirm(f: Flight) {
    const own = sendableSteps(this.o.host.state)!.steps.slice(0, f.count)
    this.flight = undefined
    this.version = f.version + f.steps.length
    this.first += f.count
    this.o.host.dispatch(receiveTransaction(this.o.host.state, own, own.map(() => this.o.client)))
    this.keepNow()
  }

  // rebase puts others' steps under those that wait here. A flight that was not
  // taken before them never will be: it was made on a version that is past.
  private rebase(json: object[], clients: string[], by: string[]) {
    const { state } = this.o.host
    const steps = json.map(s => Step.fromJSON(state.schema, s))
    const mine = sendableSteps(state)?.steps ?? []
    const tr = receiveTransaction(state, steps, clients, { mapSelectionBackward: true })
    const loss = lossOf(tr, mine, steps, by)
    if (loss.typed) this.setAside(loss.typed)
    this.flight = undefined
    this.version += steps.length
    this.o.foreign?.(tr, steps, clients, by)
    this.o.host.dispatch(tr)
    const fields = this.mend(tr, mine, steps, by)
    this.keepNow()
    if (loss.mine || loss.theirs.length || fields.length) this.o.lost?.({ ...loss, fields })
  }

  // mend has fields that were changed here and elsewhere say what both made of
  // them, and gives those where only one could stand.
  private mend(tr: Transaction, mine: readonly Step[], others: readonly Step[], by: string[]) {
    const { mend, clashes } = settle(tr, mine, others, by)
    if (!mend.length) return clashes
    const after = this.o.host.state.tr.setMeta("addToHistory", false)
    for (const step of mend) after.step(step)
    this.o.host.dispatch(after)
    return clashes
  }

  // setAside keeps the document as it is here now.
  private setAside(text: string) {
    this.asides.push({ id: newID(), version: this.version, doc: this.o.host.state.doc.toJSON(), text })
  }

  // bare leaves an aside that the server refuses nothing but its words, which it
  // takes whatever they are; false when it has no more than that already.
  private bare(aside: Aside) {
    const words = wordsOnly(Node.fromJSON(this.o.host.state.schema, aside.doc))
    if (JSON.stringify(words) == JSON.stringify(aside.doc)) return false
    aside.doc = words
    return true
  }

  // asideText is what waits there, to be read by people.
  private asideText() {
    const all = (doc: Node) => doc.textBetween(0, doc.content.size, "\n")
    return this.asides.map(a => a.text || all(Node.fromJSON(this.o.host.state.schema, a.doc))).join("\n")
  }

  // pack makes the next flight of what waits.
  private pack(): Flight | undefined {
    const waiting = sendableSteps(this.o.host.state)?.steps
    if (!waiting) return
    const steps: object[] = []
    let last = waiting[0], count = 1, size = 0
    for (; count < waiting.length && size < flightSize; count++) {
      const melted = last.merge(waiting[count])
      if (!melted) {
        const done = last.toJSON()
        size += JSON.stringify(done).length
        steps.push(done)
      }
      last = melted ?? waiting[count]
    }
    return { version: this.version, count, steps: [...steps, last.toJSON()] }
  }

  private soon(after: number) {
    if (this.closed) return
    if (after > 0 && this.timer !== undefined) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => { this.timer = undefined; this.send() }, after)
  }

  private async send() {
    if (this.sending || this.closed) return
    this.sending = true
    const answer = await this.sendOne()
    this.sending = false
    if (this.closed) return
    if (answer) this.take(answer)
    // What was too large waits for the next change.
    if (!this.toSend() || this.standing == "too large" || this.standing == "erased") return
    this.soon({ up: 0, stuck: 4000, away: backoff(this.tries++), "signed out": 4000, denied: 30_000 }[this.standing])
  }

  // sendOne sends what is first in turn, once it is kept here.
  private async sendOne(): Promise<Answer | undefined> {
    const aside = this.full ? undefined : this.asides[0]
    const flight = aside || this.ended() ? undefined : this.flight ??= this.pack()
    await this.keepNow()
    if (aside) {
      const answer = await this.o.link.aside(this.o.client, aside)
      if (answer.kind == "taken") this.asides = this.asides.filter(a => a != aside)
      if (answer.kind == "full") {
        this.full = true
        return void this.report()
      }
      return answer.kind == "refused" && this.bare(aside) ? undefined : answer
    }
    if (!flight || flight != this.flight) return // others' steps came in meanwhile
    const answer = await this.o.link.send(this.o.client, flight)
    if (answer.kind == "taken" && flight == this.flight) this.confirm(flight)
    if (answer.kind == "too large" && flight == this.flight) this.flight = undefined
    // Who may not change the story any more can still hand in what was typed.
    return answer.kind == "denied" ? { kind: "refused" } : answer
  }

  // take draws the conclusions of an answer.
  private take(answer: Answer) {
    if (answer.kind == "refused") return this.stuck()
    if (answer.kind == "erased") return this.erased()
    if (this.ended()) return
    if (answer.kind == "full") return this.stand("away") // it says so of asides only
    if (answer.kind != "taken" && answer.kind != "behind") return this.stand(answer.kind)
    this.tries = 0
    this.stand("up")
    if (answer.kind == "behind") this.receive(answer.news)
  }

  private stand(s: Standing) {
    if (this.standing == "erased") return
    this.standing = s
    this.report()
  }

  private async keepNow() {
    if (this.standing == "erased") return
    this.keptAll = await this.o.keep.put({
      version: this.version, first: this.first, steps: sendableSteps(this.o.host.state)?.steps ?? [], flight: this.flight, asides: this.asides,
    })
    this.report()
  }

  private report() {
    if (!this.unsent() || this.ended() && !this.asides.length) this.waiting.splice(0).forEach(done => done())
    this.o.status?.({ standing: this.standing, unsent: this.unsent(), kept: this.keptAll, refused: this.full ? this.asideText() : "" })
  }
}

/** newID is a name nobody else has. */
export function newID() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, "0")).join("")
}
