package e2e

import (
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/story"
)

// photograph writes a JPEG that is bright in one place.
func photograph(t *testing.T) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for y := range 600 {
		for x := range 900 {
			m.Set(x, y, color.RGBA{uint8(x / 4), uint8(y / 3), 120, 255})
		}
	}
	path := filepath.Join(t.TempDir(), "street in Herat.jpg")
	f, err := os.Create(path)
	if err == nil {
		err = jpeg.Encode(f, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	return path
}

// waits until an expression is true.
func (b *tab) waits(what, expression string) {
	b.T.Helper()
	for range 600 {
		if eval[bool](b, expression) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.T.Fatalf("%s: not so; the page says %q", what, eval[string](b, `document.body.innerText.slice(0, 500)`))
}

// TestPicturesAtTheDesk brings a picture without leaving the page, points at what
// its crops must keep, by hand and by key, and puts it over a story.
func TestPicturesAtTheDesk(t *testing.T) {
	rules := axe(t)
	r := newDeskRoom(t)
	b, me := r.signedIn(t, "Zahra Karimi", policy.Grant{Role: policy.Editor})
	b.open("/pictures")
	b.Do(chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{photograph(t)}), chromedp.Click(chromedp.CSS("#bring button")))
	b.waits("the picture is taken", `!!document.querySelector("#bring .files a")`)
	page := eval[string](b, `document.querySelector("#bring .files a").getAttribute("href")`)

	b.open(page)
	b.waits("the mark stands in the middle", `document.querySelector(".focal-mark")?.style.left == "50%"`)
	eval[int](b, `(() => { const box = document.querySelector("#focal img").getBoundingClientRect()
		document.querySelector("#focal").dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: box.left + box.width / 4, clientY: box.top + box.height / 4 })); return 0 })()`)
	b.waits("it stands where was pointed", `focal_x.valueAsNumber == 250 && focal_y.valueAsNumber == 250`)
	eval[int](b, `focal_x.focus(),0`)
	b.Do(chromedp.KeyEvent(kb.ArrowRight))
	b.waits("a key moves it", `focal_x.valueAsNumber == 255 && document.querySelector(".focal-mark").style.left == "25.5%"`)
	b.Do(chromedp.SendKeys(chromedp.CSS("#alt"), "A street in Herat"), chromedp.SendKeys(chromedp.CSS("#caption"), "Rain at last"), chromedp.Click(chromedp.CSS("#picture button.main")))
	b.leadsTo(page + "?saved=1")

	judge(t, b, rules, "pictures", "/pictures", page)
	who := r.Desk.Staff.Principal(me.Request("GET", "/"))
	if err := r.Desk.Staff.SetPerson(t.Context(), who, "زهرا کریمی", "fa-AF"); err != nil {
		t.Fatal(err)
	}
	judge(t, b, rules, "pictures-dari", "/pictures", page)

	dr, err := r.Desk.Begin(t.Context(), r.Desk.Staff.Principal(me.Request("GET", "/")), desk.Beginning{Edition: "en", Section: "world", Headline: "Rain"})
	if err != nil {
		t.Fatal(err)
	}
	b.As(1280, "light")
	b.open("/story/" + dr.ID.String())
	b.waits("the editor stands", `!!document.querySelector("#lead button")`)
	b.Do(chromedp.Click(chromedp.CSS("#lead button")))
	b.waits("the library is offered", `!!document.querySelector("dialog.choose .picture-card img")`)
	eval[int](b, rules+`;0`)
	for _, v := range violations(b) {
		t.Errorf("choosing a picture: %s", v)
	}
	b.shot("choose")
	b.Do(chromedp.Click(chromedp.CSS("dialog.choose .picture-card")), chromedp.Click(chromedp.CSS("dialog.choose button[value=yes]")))
	b.waits("it stands over the story", `!!document.querySelector("#lead img")`)

	lead := func() *story.Picture {
		_, head, err := r.Desk.Document(t.Context(), policy.House, dr.ID, -1)
		if err != nil {
			t.Fatal(err)
		}
		return leadOf(head.Doc)
	}
	for range 600 {
		if p := lead(); p != nil {
			if p.Alt != "A street in Herat" || p.Caption != "Rain at last" || p.FocalX != 255 || !strings.HasSuffix(page, p.SHA256) {
				t.Errorf("the story has %+v", p)
			}
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the picture did not reach the desk's document")
}

func leadOf(d prose.Doc) *story.Picture { return d.Revision(story.Revision{}).Lead }
