// Whoever goes on by a link or a button of the page goes on when the server has
// what they typed last: it takes a moment, and nobody should be asked about it.

const longest = 3000 // milliseconds; then the browser asks, as for any unsent page

export function leaveSettled(unsent: () => number, settled: () => Promise<void>): void {
  const moment = () => Promise.race([settled(), new Promise(done => setTimeout(done, longest))])
  document.addEventListener("submit", event => {
    const form = event.target as HTMLFormElement
    if (event.defaultPrevented || form.method == "dialog" || !unsent()) return
    event.preventDefault()
    void moment().then(() => form.requestSubmit(event.submitter))
  })
  document.addEventListener("click", event => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]")
    const plain = !event.defaultPrevented && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey
    if (!link || !plain || link.target || link.getAttribute("href")!.startsWith("#") || !unsent()) return
    event.preventDefault()
    void moment().then(() => { location.href = link.href })
  })
}
