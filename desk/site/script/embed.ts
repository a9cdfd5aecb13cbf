// A card for something on another site: a link with a stored title. The server
// fetches the title, by its one client out; until it answers, and where it cannot,
// the address is the title, which can be typed over.

import type { Command } from "prosemirror-state"
import type { NodeViewConstructor } from "prosemirror-view"
import { fullAddress, goodPage } from "./address"
import type { EditorContext } from "./context"
import { ask } from "./dialog"
import { el } from "./dom"
import { fill, frame, inset, isInset } from "./inset"
import { schema } from "./schema"
import { insertBlock } from "./table"

const { embed } = schema.nodes

export const askEmbed = (ctx: EditorContext): Command => (_state, dispatch) => {
  if (dispatch) void ask(ctx, ctx.words("editor.embed"), [{
    name: "url", label: ctx.words("editor.address"), kind: "url", hint: ctx.words("editor.embed_hint"),
    check: v => goodPage(fullAddress(v.trim())) ? "" : ctx.words("editor.bad_address"),
  }]).then(answer => { if (answer && answer != "also") addCard(ctx, fullAddress(answer.url)) })
  return true
}

/** addCard puts a card into the text and has its title looked up. */
export function addCard(ctx: EditorContext, url: string) {
  const view = ctx.view()
  insertBlock(embed.create({ url, title: url, provider: new URL(url).hostname.replace(/^www\./, "") }))(view.state, view.dispatch, view)
  void lookUp(ctx, url)
}

async function lookUp(ctx: EditorContext, url: string) {
  const answer = await fetch("/embed", {
    method: "POST", body: JSON.stringify({ url }), headers: { "content-type": "application/json", accept: "application/json" },
  }).catch(() => null)
  if (!answer?.ok) return
  const card: { title?: string, provider?: string } = await answer.json(), { tr } = ctx.view().state
  // Somebody may have moved or named the card by now.
  tr.doc.descendants((node, pos) => {
    if (node.type != embed || node.attrs.url != url || node.attrs.title != url) return !node.isTextblock
    if (card.title) tr.setNodeAttribute(pos, "title", card.title.slice(0, 1000))
    if (card.provider) tr.setNodeAttribute(pos, "provider", card.provider.slice(0, 300))
    return false
  })
  if (tr.docChanged) ctx.view().dispatch(tr)
}

export function embedView(ctx: EditorContext): NodeViewConstructor {
  return (node, view, where) => {
    const title = inset(view, where, "title", ctx.words("editor.card_title"), () => ctx.canEdit)
    const provider = el("small"), address = el("a", { class: "out", dir: "ltr", target: "_blank", rel: "noreferrer noopener" })
    const dom = el("div", { class: "card-embed" }, title, provider, address)
    frame(view, where, dom)
    const show = (now: typeof node) => {
      fill(title, now.attrs.title)
      provider.textContent = now.attrs.provider
      address.textContent = now.attrs.url
      goodPage(now.attrs.url) ? address.href = now.attrs.url : address.removeAttribute("href")
      return true
    }
    show(node)
    return { dom, update: now => now.type == node.type && show(now), stopEvent: isInset, ignoreMutation: () => true }
  }
}
