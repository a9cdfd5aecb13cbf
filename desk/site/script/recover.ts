// What a page left on this device is sent before the story opens, under the name
// of the client that typed it: so the server knows what it already took, though
// that page never heard of it.

import { EditorState, type Transaction } from "prosemirror-state"
import { Step } from "prosemirror-transform"
import { Node } from "prosemirror-model"
import { forget, hold, leftBy, LocalKeep, readLeft, type Keep, type Left } from "./keep"
import type { HTTPLink, Key } from "./link"
import type { Loss } from "./loss"
import { schema } from "./schema"
import { Sync, syncPlugin, type Host } from "./sync"

export type Recovery = {
  /** How many pages left something that is at the server now. */
  sent: number
  /** How many left what no key opens any more: it is removed. */
  unreadable: number
}

/** So long the page waits for that before it opens; the rest goes on behind it. */
const patience = 8000

/** recover sends all of an account's that pages which are no more left of a story. */
export async function recover(db: IDBDatabase, story: string, account: string, link: HTTPLink, keys: Key[], lost: (l: Loss) => void): Promise<Recovery> {
  const done: Recovery = { sent: 0, unreadable: 0 }
  for (const client of await leftBy(db, story, account)) {
    if (!await hold(story, client)) continue
    const left = await readLeft(db, story, client, keys)
    if (!left) {
      await forget(db, story, client)
      done.unreadable++
      continue
    }
    const sent = await resend(left, new LocalKeep(db, story, client, account, keys[0]), link, lost)
    if (await Promise.race([sent?.done.then(() => true), new Promise<boolean>(late => setTimeout(late, patience, false))])) done.sent++
  }
  return done
}

/** resend begins to send what was left; nothing when the document it stands on cannot be had now. */
export async function resend(left: Left, keep: Keep, link: HTTPLink, lost: (l: Loss) => void): Promise<{ done: Promise<void> } | undefined> {
  const opened = await link.open(left.version)
  if (!opened) return undefined // later: it is still on the device
  const host = standIn(opened.doc, left)
  const sync = new Sync({ host, link, keep, client: left.client, version: left.version, lost })
  sync.resume(left.flight, left.asides)
  const done = sync.settled().then(async () => {
    sync.close()
    await keep.put({ version: 0, first: 0, steps: [], asides: [] })
  })
  return { done }
}

/** standIn is an editor without a page, with the steps that wait. */
export function standIn(doc: object, left: Pick<Left, "client" | "version" | "steps">): Host & { state: EditorState } {
  const host = {
    state: EditorState.create({ doc: Node.fromJSON(schema, doc), plugins: [syncPlugin(left.client, left.version)] }),
    dispatch(tr: Transaction) { host.state = host.state.apply(tr) },
  }
  // One transaction for each step: they are confirmed one by one.
  for (const step of left.steps) host.dispatch(host.state.tr.step(Step.fromJSON(schema, step)))
  return host
}
