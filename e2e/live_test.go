package e2e

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// ownRoom serves a small newsroom of its own, to publish in.
func ownRoom(t *testing.T) (n *newsroom.Newsroom, at string, stop func()) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "room")
	settings := newsroom.Settings{Name: "Karez", URL: home, Sections: newsroom.DefaultSections()}
	for _, tag := range []string{"en", "fa-AF", "ps"} {
		settings.Editions = append(settings.Editions, story.Edition{Tag: tag})
	}
	if err := newsroom.Init(t.Context(), dir, settings, time.Now); err != nil {
		t.Fatal(err)
	}
	n, err := newsroom.Open(t.Context(), dir, newsroom.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- n.Serve(ctx, newsroom.ServeOptions{
			Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0", Ready: func(site, _ string) { ready <- site },
		})
	}()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		n.Close()
	}
	t.Cleanup(stop)
	return n, "http://" + <-ready, stop
}

// publish publishes stories or changes of some, and gives the first's receipt.
func publish(t *testing.T, n *newsroom.Newsroom, acts ...record.Act) record.Receipt {
	t.Helper()
	receipts, err := n.Publish(t.Context(), acts)
	if err != nil {
		t.Fatal(err)
	}
	return receipts[0]
}

func news(edition, section, headline string) record.Act {
	return record.Act{Kind: record.Publish, Revision: story.Revision{
		Edition: edition, Section: section, Headline: headline,
		Body: story.Body{story.Paragraph{Text: story.Plain(headline + ".")}},
	}}
}

// told waits until the page says something to its reader.
func (b *tab) told(want string) {
	b.T.Helper()
	b.waitFor(`document.querySelector(".live button")?.textContent == ` + quoted(want))
}

// waitFor waits until an expression is true.
func (b *tab) waitFor(expression string) {
	b.T.Helper()
	for late := time.Now().Add(20 * time.Second); !eval[bool](b, expression); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(late) {
			b.T.Fatalf("never true: %s; the page says %q", expression, eval[string](b, `document.querySelector(".live")?.innerText ?? ""`))
		}
	}
}

func quoted(s string) string { return "`" + s + "`" }

// connected waits until the page has its stream, without which it hears only
// of what comes later: by the log's replay it would in the end, too.
func (b *tab) connected() {
	b.T.Helper()
	b.waitFor(`performance.getEntriesByType("resource").some(e => e.name.includes("/script.")) && !!document.querySelector(".live")`)
}

// TestLive: a page that is open tells of new stories without moving what is
// read, and shows them when its reader wants it.
func TestLive(t *testing.T) {
	b := newTab(t)
	n, at, _ := ownRoom(t)
	b.site = at
	var there []record.Act
	for i := range 15 {
		there = append(there, news("en", "world", fmt.Sprintf("Story %d of what is there already", i)))
	}
	publish(t, n, there...)
	b.As(390, "light")
	b.open("/en/latest/")
	b.connected()
	b.heard()
	const place = `scrollY + " " + [...document.querySelectorAll("main article")].map(e => e.getBoundingClientRect().top).join()`
	b.Do(chromedp.Evaluate[chromedp.Void](`scrollTo({top: 700, behavior: "instant"})`))
	before := eval[string](b, place)

	publish(t, n, news("en", "world", "The first is new"))
	b.told("1 new story")
	publish(t, n, news("ps", "world", "Not of this edition"))
	publish(t, n, news("en", "culture", "The second is new"))
	b.told("2 new stories")
	if after := eval[string](b, place); after != before {
		t.Errorf("what is read has moved:\n%s\n%s", before, after)
	}
	if role := eval[string](b, `document.querySelector(".live").getAttribute("role")`); role != "status" {
		t.Errorf("the button is announced as %q", role)
	}
	b.Do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".live button").click()`))
	b.waitFor(`document.querySelector("main").innerText.includes("The second is new")`)
	b.waitFor(`scrollY == 0 && document.activeElement == document.querySelector("main") && !document.querySelector(".live button")`)
	if text := eval[string](b, `document.querySelector("main").innerText`); !strings.Contains(text, "The first is new") {
		t.Error("only one of the stories is there")
	}
	publish(t, n, news("en", "world", "The third is new"))
	b.told("1 new story")
	if shift := eval[float64](b, layoutShift); shift != 0 {
		t.Errorf("the layout has shifted by %v", shift)
	}
	if foreign, logged := b.heard(); foreign != nil || logged != nil {
		t.Errorf("asked of others: %q; logged: %q", foreign, logged)
	}
}

const layoutShift = `new Promise(done => {
	let sum = 0
	new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) sum += e.value }).observe({type: "layout-shift", buffered: true})
	setTimeout(() => done(sum), 100)
})`

// TestLiveElsewhere: a section tells of its own stories, in the words and digits
// of its edition, and a story of its own changes.
func TestLiveElsewhere(t *testing.T) {
	b := newTab(t)
	n, at, _ := ownRoom(t)
	b.site = at
	b.open("/fa-AF/section/culture/")
	b.connected()
	publish(t, n, news("fa-AF", "world", "خبر جهان"))
	publish(t, n, news("fa-AF", "culture", "خبر فرهنگ"))
	b.told("۱ خبر تازه")

	first := publish(t, n, news("en", "world", "Ten were there"))
	other := publish(t, n, news("en", "world", "Of something else"))
	b.open(first.Path)
	b.connected()
	change := news("en", "world", "Twelve were there")
	change.Kind, change.Base = record.Correct, 1
	change.Revision.Grade, change.Revision.Note = story.GradeCorrection, "We had counted wrongly."
	change.Revision.Story = other.Story
	publish(t, n, change)
	change.Revision.Story = first.Story
	publish(t, n, change)
	b.told("This story has been changed. Reload")
	b.Do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".live button").click()`))
	b.waitFor(`document.querySelector("h1")?.innerText == "Twelve were there"`)
}

// TestOffline: without a connection there is a page of ours, and of what was
// read nothing is kept.
func TestOffline(t *testing.T) {
	b := newTab(t)
	_, at, stop := ownRoom(t)
	b.site = at
	b.open("/en/")
	b.waitFor(`navigator.serviceWorker.ready.then(r => !!r.active)`)
	b.open("/en/latest/") // the first page that passes through the worker
	b.waitFor(`caches.match("/en/offline/").then(r => !!r)`)
	kept := eval[string](b, `caches.keys().then(all => Promise.all(all.map(n => caches.open(n).then(c => c.keys()))))
		.then(all => all.flat().map(r => new URL(r.url).pathname).join())`)
	if kept != "/en/offline/" {
		t.Errorf("kept on the device: %s", kept)
	}
	stop()
	b.open("/en/archive/")
	if title := eval[string](b, `document.querySelector("h1").innerText`); title != "There is no connection" {
		t.Errorf("without a connection the page says %q", title)
	}
	if path := eval[string](b, `location.pathname`); path != "/en/archive/" {
		t.Errorf("trying again would lead to %s", path)
	}
}
