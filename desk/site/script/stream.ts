// Stream hears what happens to a story, and comes back by itself whenever it was
// cut: by the network, by a server that starts again, by a laptop that slept.
// A page that nobody looks at hears nothing for longer than a moment, because a
// browser gives one site no more than six connections without HTTP/2.

import { backoff } from "./again"

export type Heard = (event: string, data: any) => void

export type StreamOptions = {
  /** open asks for what happens after what is known. */
  open(signal: AbortSignal): Promise<Response>
  hear: Heard
  /** up says that the stream stands; down, why it does not. */
  up(): void
  down(why: "away" | "signed out" | "denied"): void
}

/** The server says something every fifteen seconds. After so long without it the connection is dead. */
const silence = 40_000

/** How long a hidden page still listens. */
const hidden = 20_000

export class Stream {
  private closed = false
  private stop = new AbortController()
  private wake = () => {}
  private hiding?: ReturnType<typeof setTimeout>

  constructor(private readonly o: StreamOptions) {}

  /** start listens until close. */
  async start() {
    document.addEventListener("visibilitychange", this.look)
    addEventListener("online", this.again)
    for (let tries = 0; !this.closed; tries++) {
      if (document.hidden) await this.pause(2 ** 31 - 1)
      if (await this.listen()) tries = 0
      this.stop.abort() // whatever ended it: no connection outlives its listener
      if (!this.closed) await this.pause(backoff(tries))
    }
  }

  close() {
    this.closed = true
    document.removeEventListener("visibilitychange", this.look)
    removeEventListener("online", this.again)
    this.stop.abort()
    this.wake()
  }

  // listen hears one stream to its end and says whether there was one.
  private async listen(): Promise<boolean> {
    this.stop = new AbortController()
    let stood = false
    try {
      const r = await this.o.open(this.stop.signal)
      if (r.status == 401 || r.status == 403 || r.status == 404) {
        this.o.down(r.status == 401 ? "signed out" : "denied")
        return false
      }
      if (!r.ok || !r.body) throw new Error(`${r.status}`)
      stood = true
      this.o.up()
      await this.read(r.body)
    } catch {
      // cut
    }
    if (!this.stop.signal.reason?.restful) this.o.down("away")
    return stood
  }

  private async read(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    this.stop.signal.addEventListener("abort", () => void reader.cancel().catch(() => {}))
    let text = ""
    for (;;) {
      const dead = setTimeout(() => this.stop.abort(), silence)
      const { done, value } = await reader.read().finally(() => clearTimeout(dead))
      if (done) return
      text += value
      for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) this.message(text.slice(0, end))
    }
  }

  private message(text: string) {
    const event = /^event: (.*)$/m.exec(text)?.[1], data = /^data: (.*)$/m.exec(text)?.[1]
    if (event && data) this.o.hear(event, JSON.parse(data))
  }

  private pause(ms: number) {
    return new Promise<void>(done => {
      const timer = setTimeout(done, ms)
      this.wake = () => { clearTimeout(timer); done() }
    })
  }

  private again = () => this.wake()

  private look = () => {
    clearTimeout(this.hiding)
    if (document.hidden) this.hiding = setTimeout(() => this.stop.abort({ restful: true }), hidden)
    else this.wake()
  }
}
