// What runs in node for faults/interleave: editors without a page, made of the
// desk's own client, that write in one story at once against a real server. Each
// line of the input is a run; each line of the output says how it went.

import { createInterface } from "node:readline"
import { history, redo, undo } from "prosemirror-history"
import { EditorState, TextSelection, type Transaction } from "prosemirror-state"
import { Node } from "prosemirror-model"
import { TransformError } from "prosemirror-transform"
import { fieldUndo, FieldStep } from "../../desk/site/script/fields"
import { HTTPLink } from "../../desk/site/script/link"
import type { Keep, Left, Waiting } from "../../desk/site/script/keep"
import { resend } from "../../desk/site/script/recover"
import { schema } from "../../desk/site/script/schema"
import { Stream } from "../../desk/site/script/stream"
import { newID, Sync, syncPlugin } from "../../desk/site/script/sync"

type Person = { account: string, cookie: string }
type Run = { seed: number, url: string, story: string, people: Person[], acts: number, saboteur: string }
type Result = { seed: number, typed: string, names: string[], docs: object[], problem?: string, asides: number, offline: number, reopened: number }

// The client's waits run so much faster here than for people.
const speed = 15
const slow = setTimeout
globalThis.setTimeout = ((f: () => void, ms = 0, ...rest: unknown[]) => slow(f, ms / speed, ...rest)) as typeof setTimeout
const pause = (ms: number) => new Promise<void>(done => slow(done, ms))

// What Stream asks of a page.
Object.assign(globalThis, { document: { hidden: false, addEventListener() {}, removeEventListener() {} }, addEventListener() {}, removeEventListener() {} })

/** dice gives the same numbers for the same seed (mulberry32). */
function dice(seed: number) {
  return (n: number) => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 4294967296 * n)
  }
}

/** A network that is whole, loses requests or answers, or is away. */
class Network {
  mood: "whole" | "flaky" | "away" = "whole"
  private cut = new AbortController()

  constructor(private readonly url: string, private readonly cookie: string, private readonly roll: (n: number) => number) {}

  turn(mood: Network["mood"]) {
    this.mood = mood
    if (mood == "away") this.cut.abort()
    else if (this.cut.signal.aborted) this.cut = new AbortController()
  }

  fetch = async (path: RequestInfo | URL, init: RequestInit = {}) => {
    const lost = this.mood == "away" || this.mood == "flaky" && this.roll(4) == 0
    if (lost) throw new TypeError("no way there")
    const { keepalive: _, signal, ...rest } = init
    const answer = await fetch(this.url + path, {
      ...rest, headers: { ...init.headers, cookie: this.cookie }, signal: AbortSignal.any([signal!, this.cut.signal].filter(Boolean)),
    })
    if (init.method == "POST" && this.mood == "flaky" && this.roll(3) == 0) {
      await answer.arrayBuffer()
      throw new TypeError("no way back")
    }
    return answer
  }
}

/** A device's storage: what is in it outlives the window. */
class Device implements Keep {
  left?: Left
  constructor(private readonly client: string) {}

  async put(w: Waiting) {
    this.left = w.steps.length || w.asides.length
      ? JSON.parse(JSON.stringify({ client: this.client, version: w.version, steps: w.steps.map(s => s.toJSON()), flight: w.flight, asides: w.asides }))
      : undefined
    return true
  }
}

/** Somebody's window with the story open. */
class Window {
  private client = newID()
  private device = new Device(this.client)
  private stream?: Stream
  sync!: Sync
  host!: { state: EditorState, dispatch(tr: Transaction): void }
  readonly network: Network
  readonly link: HTTPLink
  asides = 0

  constructor(run: Run, who: Person, roll: (n: number) => number) {
    this.network = new Network(run.url, who.cookie, roll)
    this.link = new HTTPLink(run.story, who.account, this.network.fetch as typeof fetch)
  }

  async open() {
    let opened
    while (!(opened = await this.link.open())) await pause(10)
    this.client = newID()
    this.device = new Device(this.client)
    const { client, link, device } = this
    const host = this.host = {
      state: EditorState.create({ doc: Node.fromJSON(schema, opened.doc), plugins: [syncPlugin(client, opened.version), fieldUndo(), history()] }),
      dispatch: (tr: Transaction) => {
        host.state = host.state.apply(tr)
        if (tr.docChanged) sync.changed()
      },
    }
    const sync = this.sync = new Sync({ host, link, keep: device, client, version: opened.version, lost: l => { if (l.mine) this.asides++ } })
    this.stream = new Stream({
      open: signal => link.events(client, sync.version, signal),
      hear: (event, data) => { if (event == "steps") sync.receive(data) },
      up: () => sync.reached(), down: why => sync.left(why),
    })
    void this.stream.start()
  }

  /** kill is the end of a browser: nothing is left but what is on the device. */
  kill(): Left | undefined {
    this.stream!.close()
    this.sync.close()
    return this.device.left
  }

  close() { this.kill() }
}

/** Letters that nobody else types in the story: each is found again, or is not. */
class Letters {
  typed = ""
  /** Names given to the story, and by whom. */
  readonly given = new Map<string, Window>()
  /** Names that somebody took away. */
  readonly taken = new Map<string, Window>()
  private count = 0
  private last: string[] = []

  text(n: number) {
    this.last = Array.from({ length: n }, () => String.fromCodePoint(0x4e00 + this.count++))
    return this.last.join("")
  }

  /** counts takes those for typed that came into the document. */
  counts(doc: Node) {
    const all = JSON.stringify(doc.toJSON())
    this.typed += this.last.filter(l => all.includes(l)).join("")
    this.last = []
  }

  /**
   * names notes who gave names to the story and who took them away. Nobody who
   * undoes takes a name that somebody else gave, but those they took before.
   */
  names(who: Window, before: Node, after: Node, undone: boolean) {
    const [old, now] = [before, after].map(d => fieldNames.flatMap(f => d.attrs[f].map((n: { name: string }) => n.name)))
    for (const name of now) if (!old.includes(name) && !this.given.has(name)) this.given.set(name, who)
    for (const name of old) if (!now.includes(name) && (!undone || [this.given, this.taken].some(m => m.get(name) == who))) this.taken.set(name, who)
  }

  /** kept are the names that the story must have in the end. */
  get kept() { return [...this.given.keys()].filter(name => !this.taken.has(name)) }
}

const fieldNames = ["topics", "bylines"]

async function play(run: Run): Promise<Result> {
  const roll = dice(run.seed)
  const letters = new Letters()
  const windows = run.people.map(p => new Window(run, p, roll))
  const result: Result = { seed: run.seed, typed: "", names: [], docs: [], asides: 0, offline: 0, reopened: 0 }
  const afterwards: Promise<void>[] = []
  await Promise.all(windows.map(w => w.open()))
  for (let i = 0; i < run.acts; i++) {
    const w = windows[roll(windows.length)]
    const what = roll(20)
    if (what == 0) {
      w.network.turn(w.network.mood == "whole" ? (["away", "away", "flaky"] as const)[roll(3)] : "whole")
      if (w.network.mood == "away") result.offline++
    } else if (what == 1) {
      await reopen(w, afterwards)
      result.reopened++
    } else act(w, letters, roll)
    if (roll(3) == 0) await pause(roll(12))
  }
  result.typed = letters.typed
  result.names = letters.kept
  for (const w of windows) w.network.turn("whole")
  try {
    await agree(windows, afterwards)
  } catch (e) {
    result.problem = (e as Error).message
  }
  result.docs = windows.map(w => w.host.state.doc.toJSON())
  result.asides = windows.reduce((n, w) => n + w.asides, 0)
  for (const w of windows) w.close()
  return result
}

// reopen kills a window and opens the story anew, as recover.ts does on a page.
async function reopen(w: Window, afterwards: Promise<void>[]) {
  const left = w.kill()
  const mood = w.network.mood
  if (mood == "away") w.network.turn("flaky") // no page comes without a network
  if (left) {
    let sent
    while (!(sent = await resend(left, new Device(left.client), w.link, l => { if (l.mine) w.asides++ }))) await pause(10)
    await Promise.race([sent.done, pause(40)])
    afterwards.push(sent.done)
  }
  await w.open()
  w.network.turn(mood)
}

/** agree waits until nobody has anything to send and all stand on the server's version. */
async function agree(windows: Window[], afterwards: Promise<void>[]) {
  const end = Date.now() + 30_000
  await Promise.race([Promise.all(afterwards), pause(30_000)])
  for (;;) {
    const newest = await windows[0].link.open()
    if (newest && windows.every(w => w.sync.version == newest.version && !w.sync.unsent())) return
    if (Date.now() > end) throw new Error(`not settled: ${windows.map(w => `version ${w.sync.version}, ${w.sync.unsent()} unsent`)}; the server has ${newest?.version}`)
    for (const w of windows) w.sync.wake()
    await pause(20)
  }
}

/** act is one thing that somebody does to the text; what is not possible there is not done. */
function act(who: Window, letters: Letters, roll: (n: number) => number) {
  const { host } = who
  const make = acts[roll(acts.length)]
  for (let n = make == type || make == back ? 1 + roll(6) : 1, at = 0; n > 0; n--) {
    let tr: Transaction | undefined
    try {
      tr = make(host.state, letters, roll, at)
    } catch (e) {
      if (!(e instanceof RangeError || e instanceof TransformError)) throw e
    }
    if (!tr?.docChanged) return
    const before = host.state.doc
    host.dispatch(tr)
    letters.counts(tr.doc)
    letters.names(who, before, host.state.doc, make == back)
    at = tr.mapping.maps[0] && tr.selection.head
  }
}

type Make = (state: EditorState, letters: Letters, roll: (n: number) => number, at: number) => Transaction | undefined

function spot(state: EditorState, roll: (n: number) => number) {
  return TextSelection.near(state.doc.resolve(roll(state.doc.content.size + 1))).from
}

// type is one letter: at a new place, or behind the last.
const type: Make = (state, letters, roll, at) => {
  const where = at || spot(state, roll)
  const tr = state.tr.insertText(letters.text(1), where)
  return tr.setSelection(TextSelection.create(tr.doc, where + 1))
}

const back: Make = (state, _, roll) => {
  let done: Transaction | undefined
  ;(roll(3) ? undo : redo)(state, tr => { done = tr })
  return done
}

const acts: Make[] = [
  type, type, type, type, type,
  (state, _, roll) => { // delete a passage
    const at = spot(state, roll)
    return state.tr.delete(at, Math.min(at + 1 + roll(12), state.doc.resolve(at).end()))
  },
  (state, letters, roll) => { // type over what was selected, across blocks too
    const [from, to] = [spot(state, roll), spot(state, roll)].sort((a, b) => a - b)
    const selected = TextSelection.between(state.doc.resolve(from), state.doc.resolve(Math.min(to, from + 40)))
    return state.tr.setSelection(selected).replaceSelectionWith(schema.text(letters.text(2)), false)
  },
  (state, _, roll) => state.tr.split(spot(state, roll)),
  (state, letters, roll) => { // paste two paragraphs
    const text = letters.text(2 + roll(8))
    const blocks = [text.slice(0, 1), text.slice(1)].map(t => schema.node("paragraph", null, schema.text(t)))
    return state.tr.insert(state.doc.content.size, blocks)
  },
  (state, _, roll) => { // delete a block
    if (state.doc.childCount <= 4) return
    const n = 3 + roll(state.doc.childCount - 3)
    let from = 0
    for (let i = 0; i < n; i++) from += state.doc.child(i).nodeSize
    return state.tr.delete(from, from + state.doc.child(n).nodeSize)
  },
  (state, _, roll) => {
    const at = spot(state, roll)
    return state.tr.addMark(at, Math.min(at + roll(9), state.doc.resolve(at).end()), schema.mark("strong"))
  },
  (state, letters, roll) => setField(state, ["slug", "section"][roll(2)], letters.text(1)),
  (state, letters, roll) => { // give it another topic or byline
    const field = fieldNames[roll(2)], list = state.doc.attrs[field], at = roll(list.length + 1)
    return setField(state, field, [...list.slice(0, at), { name: letters.text(1), [field == "topics" ? "key" : "person"]: "" }, ...list.slice(at)])
  },
  (state, _, roll) => { // take one away
    const field = fieldNames[roll(2)], list = state.doc.attrs[field], at = roll(3)
    return list.length > at ? setField(state, field, list.filter((_: object, i: number) => i != at)) : undefined
  },
  (state, letters) => { // a picture, and words for it
    const picture = schema.node("picture", { sha256: "0".repeat(64), type: "image/jpeg", caption: letters.text(1) })
    return state.tr.insert(state.doc.content.size, picture)
  },
  (state, letters, roll) => {
    const pictures: number[] = []
    state.doc.forEach((node, at) => { if (node.type.name == "picture") pictures.push(at) })
    return pictures.length ? state.tr.setNodeAttribute(pictures[roll(pictures.length)], ["caption", "credit", "alt"][roll(3)], letters.text(1)) : undefined
  },
  back, back,
]

function setField(state: EditorState, field: string, value: unknown) {
  return state.tr.step(new FieldStep(field, value, state.doc.attrs[field]))
}

/** Saboteurs break the client in a way that the campaign must notice. */
const saboteurs: Record<string, () => void> = {
  silent: () => { (Sync.prototype as any).setAside = () => {} }, // what finds no place is dropped without a word
  late: () => { (Sync.prototype as any).mend = () => [] }, // of what two made of a field the later stands
  forgetful: () => { Device.prototype.put = async () => true }, // nothing is kept on the device
  melting: () => { // a flight whose answer was lost is packed anew
    const send = (Sync.prototype as any).sendOne
    ;(Sync.prototype as any).sendOne = function () { this.flight = undefined; return send.call(this) }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const run: Run = JSON.parse(line)
  if (run.saboteur) saboteurs[run.saboteur]()
  play(run).catch(e => ({ seed: run.seed, typed: "", names: [], docs: [], problem: String(e?.stack ?? e), asides: 0, offline: 0, reopened: 0 }))
    .then(r => process.stdout.write(JSON.stringify(r) + "\n"))
}
