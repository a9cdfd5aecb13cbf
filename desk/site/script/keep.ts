// Keep is this device's copy of what the server does not have yet: written at
// each change, read after a browser or machine died, gone when the server has it.
//
// What lies in the browser's storage is ciphertext (AES-GCM). The key is the
// server's, one for each session, and here it is in memory only: who ends a
// session makes what its device kept unreadable. In the clear stand only the
// story's id, the client's, the key's and the account's: what one person left is
// not another's to remove, who works at the same machine and has no key to it.

import type { Step } from "prosemirror-transform"
import type { Key } from "./link"

/** What was sent together and waits for its answer: so many steps, melted into these. */
export type Flight = { version: number, count: number, steps: object[] }

/** A document that could not be merged, with the text that made it so. */
export type Aside = { id: string, version: number, doc: object, text: string }

/** All that the server does not have: steps on a version, the first of them being this client's step number first. */
export type Waiting = { version: number, first: number, steps: readonly Step[], flight?: Flight, asides: Aside[] }

export interface Keep {
  /**
   * put keeps what waits, or forgets all when nothing does, and then says
   * whether it is on the device. While one is written the newest that comes
   * meanwhile waits, and those between are left out.
   */
  put(w: Waiting): Promise<boolean>
}

/** What a page left that is no more. */
export type Left = { client: string, version: number, steps: object[], flight?: Flight, asides: Aside[] }

/** Steps are kept in parts, so that a long time offline does not make each key stroke write all of it. */
const partSize = 200

type Box = { account: string, key: string, iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer }
type Head = { version: number, first: number, size: number, flight?: Flight, asides: Aside[] }

const store = "kept"

/** openStore opens the browser's storage; it can refuse. */
export function openStore(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("stet", 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(store)
    asked.onsuccess = () => done(asked.result)
    asked.onerror = asked.onblocked = () => fail(asked.error)
  })
}

export class LocalKeep implements Keep {
  private next?: Waiting
  private turn: Promise<boolean> = Promise.resolve(true)
  private key?: CryptoKey
  private readonly parts = new Map<number, readonly Step[]>()

  constructor(private readonly db: IDBDatabase, private readonly story: string, private readonly client: string, private readonly account: string, private keyOf: Key) {}

  /** rekey writes with another session's key from now on. */
  rekey(key: Key) {
    if (key.id == this.keyOf.id) return
    this.keyOf = key
    this.key = undefined
    this.parts.clear()
  }

  /** stale says that what was written may be gone: the next time all of it is written again. */
  stale() { this.parts.clear() }

  put(w: Waiting) {
    this.next = w
    return this.turn = this.turn.then(async ok => {
      if (!this.next) return ok
      const now = this.next
      this.next = undefined
      try {
        await (now.steps.length || now.asides.length ? this.write(now) : forget(this.db, this.story, this.client, this.parts))
        return true
      } catch {
        this.parts.clear() // unsure what is there
        return false
      }
    })
  }

  // write seals what changed, then puts it with the head in one transaction:
  // none may wait for a seal, browsers would end it.
  private async write(w: Waiting) {
    this.key ??= await importKey(this.keyOf)
    const low = Math.floor(w.first / partSize), high = Math.ceil((w.first + w.steps.length) / partSize)
    const boxes: [number, Box][] = []
    const written: [number, readonly Step[]][] = []
    for (let n = low; n < high; n++) {
      const part = w.steps.slice(Math.max(0, n * partSize - w.first), (n + 1) * partSize - w.first)
      if (covers(this.parts.get(n), part)) continue
      boxes.push([n, await this.seal(n, { first: Math.max(w.first, n * partSize), steps: part.map(s => s.toJSON()) })])
      written.push([n, part])
    }
    const head: Head = { version: w.version, first: w.first, size: w.steps.length, flight: w.flight, asides: w.asides }
    const sealed = await this.seal(-1, head)
    await transact(this.db, s => {
      s.put(sealed, [this.story, this.client, -1])
      for (const [n, box] of boxes) s.put(box, [this.story, this.client, n])
      if (low > 0) s.delete(IDBKeyRange.bound([this.story, this.client, 0], [this.story, this.client, low - 1]))
      s.delete(IDBKeyRange.bound([this.story, this.client, high], [this.story, this.client, []]))
    })
    for (const n of this.parts.keys()) if (n < low || n >= high) this.parts.delete(n)
    for (const [n, part] of written) this.parts.set(n, part)
  }

  private async seal(part: number, value: object): Promise<Box> {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const plain = new TextEncoder().encode(JSON.stringify(value))
    const place = placeOf(this.story, this.client, part)
    return { account: this.account, key: this.keyOf.id, iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: place }, this.key!, plain) }
  }
}

// covers: a part that was written holds these steps, and perhaps some before
// them that the server has by now.
function covers(written: readonly Step[] | undefined, part: readonly Step[]) {
  if (!written || written.length < part.length) return false
  return written[written.length - 1] == part[part.length - 1] && written[written.length - part.length] == part[0]
}

/** leftBy gives the clients of an account that kept something of a story. */
export async function leftBy(db: IDBDatabase, story: string, account: string): Promise<string[]> {
  return [...new Set((await places(db, account, range(story))).map(([, client]) => client))]
}

// places gives where what an account kept lies, in a range or anywhere.
function places(db: IDBDatabase, account: string, where?: IDBKeyRange): Promise<[string, string, number][]> {
  return new Promise((done, fail) => {
    const found: [string, string, number][] = []
    const r = db.transaction(store).objectStore(store).openCursor(where)
    r.onerror = () => fail(r.error)
    r.onsuccess = () => {
      if (!r.result) return done(found)
      if ((r.result.value as Box).account == account) found.push(r.result.primaryKey as [string, string, number])
      r.result.continue()
    }
  })
}

/** readLeft opens what a client left. Without the key it was kept with it is nothing. */
export async function readLeft(db: IDBDatabase, story: string, client: string, keys: Key[]): Promise<Left | undefined> {
  const objects = db.transaction(store).objectStore(store)
  const names = await asked(objects.getAllKeys(range(story, client))) as [string, string, number][]
  const boxes = await asked(db.transaction(store).objectStore(store).getAll(range(story, client))) as Box[]
  const opened: { part: number, value: any }[] = []
  for (const [i, box] of boxes.entries()) {
    const key = keys.find(k => k.id == box.key)
    if (!key) return undefined
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv, additionalData: placeOf(story, client, names[i][2]) }, await importKey(key), box.data)
      opened.push({ part: names[i][2], value: JSON.parse(new TextDecoder().decode(plain)) })
    } catch {
      return undefined
    }
  }
  const head: Head | undefined = opened.find(o => o.part == -1)?.value
  if (!head) return undefined
  const steps = opened.filter(o => o.part >= 0).flatMap(({ value }) => value.steps.slice(Math.max(0, head.first - value.first)))
  return { client, version: head.version, steps: steps.slice(0, head.size), flight: head.flight, asides: head.asides }
}

/** forget removes what a client of a story kept. */
export async function forget(db: IDBDatabase, story: string, client: string, parts?: Map<number, unknown>) {
  await transact(db, s => s.delete(range(story, client)))
  parts?.clear()
}

/** forgetAll removes every copy of an account's on this device. */
export async function forgetAll(db: IDBDatabase, account: string) {
  const all = await places(db, account)
  return transact(db, s => { for (const place of all) s.delete(place) })
}

/**
 * hold takes a client's name for as long as the page lives; false says that
 * another page has it, so that nobody takes up what is still being written.
 */
export function hold(story: string, client: string): Promise<boolean> {
  return new Promise(done => {
    navigator.locks.request(`stet/${story}/${client}`, { ifAvailable: true }, lock => {
      done(!!lock)
      return lock ? new Promise(() => {}) : undefined
    })
  })
}

function range(story: string, client?: string) {
  return client === undefined ? IDBKeyRange.bound([story], [story, []]) : IDBKeyRange.bound([story, client], [story, client, []])
}

// placeOf binds a box to its place: none can be passed off as another.
function placeOf(story: string, client: string, part: number) {
  return new TextEncoder().encode(`${story}/${client}/${part}`)
}

function importKey(key: Key) {
  const raw = Uint8Array.from(atob(key.secret), c => c.charCodeAt(0))
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])
}

function asked<T>(r: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    r.onsuccess = () => done(r.result)
    r.onerror = () => fail(r.error)
  })
}

// transact ends when what f wrote would survive the power going off.
function transact(db: IDBDatabase, f: (s: IDBObjectStore) => void): Promise<void> {
  return new Promise((done, fail) => {
    const t = db.transaction(store, "readwrite", { durability: "strict" })
    t.oncomplete = () => done()
    t.onerror = t.onabort = () => fail(t.error)
    f(t.objectStore(store))
  })
}
