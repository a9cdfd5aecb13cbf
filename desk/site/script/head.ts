// The line above the text says how far the story is and what can be done with it.
// When that changes while the page is open, by oneself or by somebody else, the
// server's new line takes its place, unless somebody is at work in the old one.

import { localTimes } from "./times"

export function freshHead(): void {
  let again: ReturnType<typeof setTimeout>
  const fresh = () => {
    clearTimeout(again)
    const old = document.querySelector(".story-head")
    if (!old) return
    if (old.contains(document.activeElement) || old.querySelector("details[open]")) {
      again = setTimeout(fresh, 2000)
      return
    }
    // A request makes a document of the answer without running or parsing anything here.
    const request = new XMLHttpRequest()
    request.open("GET", location.href)
    request.responseType = "document"
    request.onload = () => {
      const head = request.responseXML?.querySelector(".story-head")
      if (request.status != 200 || !head) return
      localTimes(head)
      old.replaceWith(document.adoptNode(head))
    }
    request.send()
  }
  addEventListener("stet-state", fresh)
}
