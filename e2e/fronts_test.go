package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// publishSome publishes stories in an edition, the oldest first.
func (r *deskRoom) publishSome(t testing.TB, edition string, headlines ...string) {
	t.Helper()
	for _, headline := range headlines {
		rev := story.Revision{
			Edition: edition, Headline: headline, Section: "afghanistan", Standfirst: headline + ".",
			Body: story.Body{story.Paragraph{Text: story.Plain(strings.Repeat(headline+". ", 30))}},
		}
		if _, err := r.Publish(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}}); err != nil {
			t.Fatal(err)
		}
	}
}

var (
	someEnglish = []string{"The river rose in the night", "Bakers of Herat open earlier", "A school returns to the hill", "Snow closes the Salang", "What the almonds cost", "The bus that goes twice"}
	someDari    = []string{"دریا در شب بالا آمد", "نانوایان هرات زودتر باز می‌کنند", "مکتبی به تپه بازمی‌گردد", "برف سالنگ را بست", "بادام چند است", "بسی که دو بار می‌رود"}
)

// TestFrontsByKeyboard arranges a front, looks at it as readers will see it, and
// puts it before them, with keys alone.
func TestFrontsByKeyboard(t *testing.T) {
	r := newDeskRoom(t)
	r.publishSome(t, "en", someEnglish...)
	b, _ := r.signedIn(t, "Zahra Karimi", policy.Grant{Role: policy.Publisher})
	b.open("/fronts/en")
	places := func() string {
		return eval[string](b, `[...document.querySelectorAll(".place-name a")].map(a => a.textContent[0]).join("")`)
	}
	if got := places(); got != "TWSABT" {
		t.Fatalf("the front is %q", got)
	}
	// Twice down with the same key: the button has the focus again after a move.
	eval[int](b, `document.querySelector("[id^='down-']").focus(),0`)
	for _, want := range []string{"WTSABT", "WSTABT"} {
		b.Do(chromedp.KeyEvent(kb.Enter))
		for range 600 {
			if places() == want {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if got := places(); got != want {
			t.Fatalf("the front is %q, want %q", got, want)
		}
		for range 1500 { // until the script has the focus where it was
			if eval[bool](b, `document.activeElement.id.startsWith("down-")`) {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	proof := ""
	for range 600 {
		proof = eval[string](b, `[...document.querySelector("iframe").contentDocument?.querySelectorAll("[data-teaser] a[data-piece=headline]") ?? []].map(a => a.textContent[0]).join("")`)
		if strings.HasPrefix(proof, "WST") {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if !strings.HasPrefix(proof, "WST") {
		t.Errorf("the proof shows %q", proof)
	}
	front := func() string {
		page, err := r.Press.Page("/en/")
		if err != nil {
			t.Fatal(err)
		}
		return string(page.Body)
	}
	before := front()
	eval[int](b, `document.querySelector("button[value=set]").focus(),0`)
	b.Do(chromedp.KeyEvent(kb.Enter))
	b.leadsTo("/fronts/en")
	if front() == before {
		t.Error("readers do not see it")
	}
	if foreign, logged := b.heard(); len(foreign)+len(logged) > 0 {
		t.Error(foreign, logged)
	}
}

// TestFrontPages judges the pages of fronts, previews and links as a person sees
// them: on a phone and a desk, in English and in Dari, in light and dark.
func TestFrontPages(t *testing.T) {
	rules := axe(t)
	r := newDeskRoom(t)
	r.publishSome(t, "en", someEnglish...)
	r.publishSome(t, "fa-AF", someDari...)
	b, me := r.signedIn(t, "Zahra Karimi", policy.Grant{Role: policy.Publisher})
	who := r.Desk.Staff.Principal(me.Request("GET", "/"))
	dr, err := r.Desk.Begin(t.Context(), who, desk.Beginning{Edition: "fa-AF", Section: "afghanistan", Headline: "گزارشی که هنوز خوانده نمی‌شود"})
	if err != nil {
		t.Fatal(err)
	}
	secret, _, err := r.Desk.Share(t.Context(), who, dr.ID, desk.ShareOrder{Label: "a lawyer", Version: -1, Until: time.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{r.site: 404, r.desk: 200} {
		w, err := http.Get(host + "/shared/" + secret)
		if err != nil {
			t.Fatal(err)
		}
		w.Body.Close()
		if w.StatusCode != want {
			t.Errorf("a link opens at %s: %d, want %d", host, w.StatusCode, want)
		}
	}
	var newest string
	for _, tag := range []string{"en", "fa-AF"} {
		err := r.Record.View(t.Context(), func(rd record.Reader) error {
			listed, err := rd.List(record.EditionList(tag), record.Place{}, 6)
			if err == nil {
				newest = listed[0].ID.String()
				_, err = r.SetBreaking(t.Context(), listed[1].ID, time.Now().Add(time.Hour))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	proposed := fmt.Sprintf("/fronts/fa-AF?mark=e3b0c44298fc1c14&pins=2.%s.0.1999999999&as=desktop", newest)
	story := "/story/" + dr.ID.String()
	judge(t, b, rules, "english", "/fronts", "/fronts/en?q=river", "/fronts/fa-AF/afghanistan", story+"/preview", story+"/preview?as=print", story+"/links")
	if err := r.Desk.Staff.SetPerson(t.Context(), who, "زهرا کریمی", "fa-AF"); err != nil {
		t.Fatal(err)
	}
	judge(t, b, rules, "dari", "/fronts", proposed, story+"/preview?as=desktop", story+"/links")
}
