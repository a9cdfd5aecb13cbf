// Two ways to pass a story on that need a script: copying its address, for
// messengers that no link opens, and the device's own ways to share.

const share = document.getElementById("share")
if (share) offer(share, share.dataset as Record<string, string>)

function offer(share: HTMLElement, { url, copy, copied, sheet }: Record<string, string>) {
  const status = document.createElement("p")
  status.setAttribute("role", "status")
  share.append(status)
  if (navigator.clipboard) add(copy, () => navigator.clipboard.writeText(url).then(() => { status.textContent = copied }))
  if (navigator.share) add(sheet, () => navigator.share({ title: document.querySelector("h1")!.textContent!, url }))

  function add(words: string, act: () => Promise<void>) {
    const button = document.createElement("button")
    button.textContent = words
    button.onclick = () => act().catch(() => {}) // the reader thought better of it
    const item = document.createElement("li")
    item.append(button)
    share.querySelector("ul")!.append(item)
  }
}
