// Link is how Sync talks with the server, and the server's answers as Sync needs
// them: what became of what was sent, never an exception.

import type { Aside, Flight } from "./keep"

/** Steps in the order the server gave them; version is what they lead to. */
export type News = { version: number, steps: object[], clients: string[], by: string[] }

export type Answer =
  | { kind: "behind", news: News }
  | { kind: "taken" | "signed out" | "denied" | "away" | "too large" | "refused" | "erased" | "full" }

export interface Link {
  /** send offers steps; "behind" says what came before them. */
  send(client: string, flight: Flight): Promise<Answer>
  /** since fetches what came after a version, as "behind". */
  since(version: number): Promise<Answer>
  /** aside has a document kept as a version of its own. The same one may come twice; "full" says that no more are kept. */
  aside(client: string, aside: Aside): Promise<Answer>
}

/** The key that local copies of a session are kept with. */
export type Key = { id: string, secret: string }

/** A story's document as the server opens it. */
export type Opened = { version: number, doc: object, account: string, keys: Key[] }

/** How long an answer may take. Later it may still come true at the server, which is no harm. */
const patience = 20_000

export class HTTPLink implements Link {
  private readonly base: string

  /** account is who writes: no one else's session may send what was typed here. */
  constructor(story: string, private readonly account: string, private readonly fetch = globalThis.fetch.bind(globalThis)) {
    this.base = `/story/${story}/`
  }

  send(client: string, { version, steps }: Flight) {
    return this.post("steps", { account: this.account, client, version, steps })
  }

  aside(client: string, aside: Aside) {
    return this.post("aside", { account: this.account, client, ...aside })
  }

  since(version: number) {
    return answer(this.ask(`steps?since=${version}`))
  }

  /** open gives the document, of now or at a version; nothing when it cannot be had. */
  async open(version?: number): Promise<Opened | undefined> {
    try {
      const r = await this.ask(version === undefined ? "doc" : `doc?at=${version}`)
      return r.ok ? await r.json() : undefined
    } catch {
      return undefined
    }
  }

  /** tell says where this person is in the story. Nobody waits for it. */
  tell(client: string, place: object) {
    this.ask("presence", { client, ...place }).catch(() => {})
  }

  /** events opens the stream of what happens after a version. A refusal comes as to a script, not as a page. */
  events(client: string, since: number, signal: AbortSignal) {
    return this.fetch(`${this.base}events?since=${since}&client=${client}`, { headers: { accept: "application/json, text/event-stream" }, cache: "no-store", redirect: "error", signal })
  }

  private post(what: string, body: object) {
    return answer(this.ask(what, body))
  }

  private ask(what: string, body?: object) {
    const text = body && JSON.stringify(body)
    return this.fetch(this.base + what, {
      method: body ? "POST" : "GET",
      headers: { accept: "application/json", ...(body && { "content-type": "application/json" }) },
      body: text,
      // The page may go while this is under way. Browsers take 64 KiB on the road with
      // them and send nothing that is longer; a character has up to three bytes.
      keepalive: !!text && text.length < 20 << 10,
      cache: "no-store", redirect: "error", signal: AbortSignal.timeout(patience),
    })
  }
}

async function answer(asked: Promise<Response>): Promise<Answer> {
  try {
    const r = await asked
    switch (r.status) {
      case 401: return { kind: "signed out" }
      case 403: case 404: return { kind: "denied" }
      case 410: return { kind: "erased" }
      case 429: return { kind: "full" }
      case 413: return { kind: "too large" }
      case 400: case 422: return { kind: "refused" }
      case 409: return { kind: "behind", news: await r.json() }
      case 200: {
        const body = await r.json()
        return body.steps ? { kind: "behind", news: body } : { kind: "taken" }
      }
    }
  } catch {
    // no answer, or one that is not the desk's
  }
  return { kind: "away" }
}
