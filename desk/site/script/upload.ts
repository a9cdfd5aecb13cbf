// Sending picture files, one at a time, with progress. What becomes of each is one
// line; a file that is refused keeps none of the others out.

import { backoff } from "./again"
import { el } from "./dom"
import type { Picture } from "./schema"

export type Words = (key: string, values?: Record<string, string | number>) => string
export type Filed = { name: string, picture: Picture | null, said: string }

/** So often a file is sent again, in a minute or two: when the desk has too many at once, or was not reached. */
const most = 10

/** send sends one file; progress is told the part that is on its way, 0 to 1. */
export async function send(file: File, words: Words, progress: (part: number) => void): Promise<Filed> {
  for (let tries = 0; ; tries++) {
    const { status, answer } = await sendOnce(file, progress)
    if (status && status != 503 || tries == most) {
      return answer?.files?.[0] ?? { name: file.name, picture: null, said: answer?.error ?? words("pictures.not_sent") }
    }
    progress(0)
    await new Promise(done => setTimeout(done, backoff(tries)))
  }
}

// sendOnce gives 0 for the status when no answer came: a desk that is too busy to
// read a file may hang up before a browser reads why.
function sendOnce(file: File, progress: (part: number) => void): Promise<{ status: number, answer: any }> {
  const body = new FormData(), request = new XMLHttpRequest()
  body.append("file", file)
  return new Promise(done => {
    request.upload.addEventListener("progress", e => progress(e.total ? e.loaded / e.total : 0))
    for (const end of ["error", "load"]) request.addEventListener(end, () => done({ status: request.status, answer: request.response }))
    request.open("POST", "/pictures")
    request.setRequestHeader("accept", "application/json")
    request.responseType = "json"
    request.send(body)
  })
}

/** sendAll sends files and shows in a list what becomes of them. It gives what was taken. */
export async function sendAll(files: Iterable<File>, list: HTMLElement, words: Words): Promise<Picture[]> {
  const taken: Picture[] = []
  for (const file of files) {
    const bar = el("progress", { max: 1, value: 0, "aria-label": file.name })
    const item = el("li", { class: "card" }, el("p", {}, el("strong", {}, el("bdi", {}, file.name))), bar)
    list.append(item)
    const filed = await send(file, words, part => bar.value = part)
    bar.remove()
    if (filed.picture) {
      taken.push(filed.picture)
      item.append(el("a", { href: "/picture/" + filed.picture.sha256 }, el("img", { src: small(filed.picture), alt: words("pictures.words_of"), width: filed.picture.width, height: filed.picture.height })))
    }
    item.append(el("p", { class: filed.picture ? "hint" : "wrong" }, filed.said))
  }
  return taken
}

/** small is the address at the desk of a picture in a list, large of one by itself. */
export const small = (p: Picture) => `/picture/${p.sha256}/wide/320`
export const large = (p: Picture) => `/picture/${p.sha256}/wide/960`

/** filesOf gives the pictures among what is dropped or pasted. */
export function filesOf(data: DataTransfer | null) {
  return [...data?.files ?? []].filter(f => f.type.startsWith("image/"))
}
