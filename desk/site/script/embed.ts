// A card for something on another site: a link with a stored title and a stored
// picture. The server fetches both, by its one client out; until it answers, and
// where it cannot, the address is the title, which can be typed over. The picture
// is a file of the library then and can be left out.

import type { Command } from "prosemirror-state"
import type { NodeViewConstructor } from "prosemirror-view"
import { fullAddress, goodPage } from "./address"
import type { EditorContext } from "./context"
import { ask } from "./dialog"
import { el } from "./dom"
import { fill, frame, inset, isInset, setAttribute } from "./inset"
import { schema, type Picture } from "./schema"
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
  const card: { title?: string, provider?: string, picture?: Partial<Picture> } = await answer.json(), { tr } = ctx.view().state
  // Somebody may have moved or named the card by now.
  tr.doc.descendants((node, pos) => {
    if (node.type != embed || node.attrs.url != url || node.attrs.title != url) return !node.isTextblock
    if (card.title) tr.setNodeAttribute(pos, "title", card.title.slice(0, 1000))
    if (card.provider) tr.setNodeAttribute(pos, "provider", card.provider.slice(0, 300))
    if (card.picture) tr.setNodeAttribute(pos, "picture", { ...plainPicture, ...card.picture })
    return false
  })
  if (tr.docChanged) ctx.view().dispatch(tr)
}

/** plainPicture is what a picture is of which nothing is said. */
const plainPicture = schema.nodes.picture.create().attrs as Picture

export function embedView(ctx: EditorContext): NodeViewConstructor {
  return (node, view, where) => {
    const title = inset(view, where, "title", ctx.words("editor.card_title"), () => ctx.canEdit)
    const provider = el("small"), address = el("a", { class: "out", dir: "ltr", target: "_blank", rel: "noreferrer noopener" })
    const image = el("img", { alt: "", draggable: false })
    const away = el("button", { type: "button", class: "button small" }, ctx.words("editor.card_bare"))
    const dom = el("div", { class: "card-embed" }, image, el("div", {}, title, provider, address, away))
    frame(view, where, dom)
    away.addEventListener("click", () => setAttribute(view, where, "picture", null))
    const show = (now: typeof node) => {
      const picture = now.attrs.picture as Picture | null, source = picture && ctx.pictures?.source(picture)
      image.hidden = !source
      if (source && image.getAttribute("src") != source) image.src = source
      away.hidden = !picture || !ctx.canEdit
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
