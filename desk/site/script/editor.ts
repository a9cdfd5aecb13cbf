// The story's page. It finds its place, makes the context that all parts share,
// opens the view and then what stands beside it.

import { carry } from "./collab"
import type { Carrier, EditorContext } from "./context"
import { freshHead } from "./head"
import { panel } from "./panel"
import { pictures } from "./pictures"
import { suggesting } from "./suggest"
import { talk } from "./talk"
import { openView } from "./view"

type Listener = Parameters<EditorContext["onChange"]>[0]

const place = document.getElementById("editor")
if (place) void open(place)

async function open(place: HTMLElement) {
  const { ctx, did } = makeContext(place, ctx => carry(ctx, place))
  talk(ctx)
  suggesting(ctx, place.dataset.suggest == "true")
  freshHead()
  try {
    const view = await openView(ctx, place, did)
    panel(ctx)
    if (ctx.canEdit && !view.state.doc.child(0).content.size) view.focus()
  } catch (error) {
    place.querySelector(".loading")?.replaceChildren(ctx.words("editor.failed"))
    throw error
  }
}

/** makeContext makes the context of a place for the editor, and what tells its listeners. */
export function makeContext(place: HTMLElement, carrier: (ctx: EditorContext) => Carrier) {
  const words: Record<string, string> = JSON.parse(document.getElementById("words")!.textContent!)
  const listeners: Listener[] = []
  const data = place.dataset as Record<string, string>
  const ctx: EditorContext = {
    id: data.story, edition: data.edition, lang: data.edition, dir: data.dir == "rtl" ? "rtl" : "ltr",
    me: { account: data.account, name: data.name },
    canEdit: data.canEdit == "true",
    view: () => { throw new Error("the view does not stand yet") },
    words: (key, values = {}) => (words[key] ?? key).replace(/{{\s*\.(\w+)\s*}}/g, (_, name) => isolated(values[name])),
    onChange: f => void listeners.push(f),
    say: speaker(),
    carrier: undefined!, plugins: [], acts: [],
  }
  ctx.carrier = carrier(ctx)
  ctx.pictures = pictures(ctx)
  const did: Listener = (state, tr) => listeners.forEach(f => f(state, tr))
  return { ctx, did }
}

// isolated keeps a name in another direction from turning the sentence round.
const isolated = (value: string | number | undefined) => typeof value == "string" ? `\u2068${value}\u2069` : `${value ?? ""}`

// speaker writes into the page's live region; the same said twice is said twice.
function speaker() {
  const region = document.getElementById("said")
  let timer: ReturnType<typeof setTimeout>
  return (text: string) => {
    if (!region) return
    region.textContent = region.textContent == text ? text + "\u00a0" : text
    clearTimeout(timer)
    timer = setTimeout(() => region.textContent = "", 4000)
  }
}
