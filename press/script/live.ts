// An open page hears of what is published. It tells its reader with one button
// that lies over the page: nothing that is being read moves until it is pressed.
// A page that nobody looks at hears nothing; the stream goes on from the last
// event that was heard.

const script = document.querySelector<HTMLScriptElement>("script[data-live]")
if (script) addEventListener("load", () => listen(script.dataset as Record<string, string>))

type News = { story: string, section?: string }

function listen(page: Record<string, string>) {
  const address = new URL(page.live, location.href)
  const section = address.searchParams.get("section")
  const story = address.searchParams.get("story")
  const plural = new Intl.PluralRules(document.documentElement.lang)
  const stories = new Set<string>()
  const status = document.createElement("div")
  const button = document.createElement("button")
  let last = "", wait = 15e3, timer = 0
  let source: EventSource | undefined

  status.className = "live"
  status.setAttribute("role", "status")
  document.querySelector("main")!.before(status)
  button.onclick = story ? () => location.reload() : renew
  document.addEventListener("visibilitychange", follow)
  follow()

  function follow() {
    clearTimeout(timer)
    source?.close()
    if (document.hidden) return
    source = new EventSource(last ? address.pathname + "?last=" + last : address)
    for (const kind of ["now", "reset", "story", "change"]) source.addEventListener(kind, hear)
    // A browser comes again by itself unless it was refused. Then we do, less and less often.
    source.onerror = () => {
      if (source!.readyState == 2) timer = setTimeout(follow, (wait *= 2) * (1 + Math.random()))
    }
  }

  function hear(event: MessageEvent) {
    last = event.lastEventId
    wait = 15e3
    if (event.type == "reset") return tell(page.stale)
    if (!event.data) return
    const news: News = JSON.parse(event.data)
    if (story) {
      if (event.type == "change" && news.story == story) tell(page.changed)
    } else if (event.type == "story" && (!section || section == news.section)) {
      stories.add(news.story)
      tell(count(stories.size))
    }
  }

  // count says how many in the words and digits of the page.
  function count(n: number) {
    const forms = JSON.parse(page.new)
    return (forms[plural.select(n)] || forms.other).replace("{1}", `${n}`.replace(/\d/g, d => [...page.digits][+d]))
  }

  function tell(words: string) {
    button.textContent = words
    status.append(button)
  }

  // renew puts the page's new text in place of the old. The address ends with
  // the last event, so no cache on the way has it older than that.
  async function renew() {
    try {
      const answer = await fetch(location.pathname + "?" + last)
      if (!answer.ok) throw answer
      const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main")!
      document.querySelector("main")!.replaceWith(main)
      stories.clear()
      button.remove()
      scrollTo(0, 0)
      main.focus({ preventScroll: true })
    } catch {
      location.reload()
    }
  }
}
