package e2e

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"stet.news/desk/policy"
)

// TestWholePath is a story's whole way, as people go it in a browser: somebody
// signs in with a passkey, writes in Dari with a picture, another reviews and
// schedules it, it comes out by itself, and is corrected. Then all of it again
// with nothing but the keyboard.
func TestWholePath(t *testing.T) {
	var ahead atomic.Int64 // of the real clock, so that nobody waits for the minute
	r := newDeskRoomAt(t, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	t.Run("mouse", func(t *testing.T) { wholePath(t, r, &ahead, false, "mouse", "باران به کابل رسید") })
	t.Run("keyboard", func(t *testing.T) { wholePath(t, r, &ahead, true, "keys", "برف در بامیان نشست") })
}

func wholePath(t *testing.T, r *deskRoom, ahead *atomic.Int64, keys bool, name, headline string) {
	writer := r.enters(t, keys, "writer."+name, policy.Grant{Role: policy.Reporter, Edition: "fa-AF"})
	reviewer := r.enters(t, keys, "reviewer."+name, policy.Grant{Role: policy.Editor, Edition: "fa-AF"})

	at := writer.writes(t, headline)
	writer.press(".story-moves > summary")
	writer.press(`.story-moves button[value="review"]`)
	writer.until(`document.querySelector(".state-review") != null`)

	reviewer.open("/board")
	reviewer.press(`main a[href="` + at + `"]`)
	reviewer.wait("#text")
	reviewer.press(".story-moves > summary")
	reviewer.press(`.story-moves button[value="ready"]`)
	reviewer.until(`document.querySelector(".state-ready") != null`)
	due := time.Now().Add(time.Duration(ahead.Load()) + 3*time.Minute)
	reviewer.schedules(t, at, due)

	if page := r.front(t); strings.Contains(page, headline) {
		t.Error("the story is public before its time")
	}
	ahead.Add(int64(4 * time.Minute))
	r.until(t, headline)

	reviewer.open(at)
	reviewer.corrects(t, at, " و سه تن آسیب دیدند.")
	r.until(t, "شمار آسیب‌دیدگان در گزارش نخست نبود.")
	for _, h := range []hand{writer, reviewer} {
		if foreign, logged := h.heard(); len(foreign)+len(logged) > 0 {
			t.Error(foreign, logged)
		}
	}
}

// enters makes an account by an invitation, with a passkey, and is signed in.
func (r *deskRoom) enters(t *testing.T, keys bool, login string, grants ...policy.Grant) hand {
	t.Helper()
	token, err := r.Desk.Staff.Invite(t.Context(), policy.House, login, grants, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	h := hand{r.tabOf(t), keys}
	h.As(1200, "light")
	h.authenticator()
	h.open("/welcome/" + token)
	if eval[string](h.tab, `document.querySelector("input[name=name]").value`) == "" {
		h.fill("input[name=name]", login)
	}
	h.fill("input[name=login]", login)
	h.press("button[data-passkey=make]")
	h.leadsTo("/")
	return h
}

// writes begins a story in Dari, with a picture, and gives its address.
func (h hand) writes(t *testing.T, headline string) (at string) {
	t.Helper()
	h.press(`main a[href="/story/new"]`)
	h.choose("select[name=edition]", "fa-AF")
	h.choose("select[name=section]", "afghanistan")
	h.fill("input[name=headline]", headline)
	h.press("main form button.main")
	h.wait("#text")
	h.until(`document.querySelector("#text").isContentEditable`)
	at = strings.TrimPrefix(eval[string](h.tab, `location.pathname`), h.site)

	h.to("#text")
	if h.keys { // the caret is in the headline: on to its end, and down
		h.Press("End")
		h.Press("Enter")
	} else {
		h.Do(chromedp.Click(chromedp.CSS(`[data-line="standfirst"]`)))
	}
	h.write("پس از سه ماه خشکی، باران شب تا صبح بارید.\nکابل\nآب در جوی‌ها به راه افتاد. مردم از خانه‌ها بیرون آمدند")
	h.picture(t)
	return at
}

// picture puts a picture into the text: a file, or with the keyboard, for which a
// browser without a screen has no window of files, one of the library.
func (h hand) picture(t *testing.T) {
	t.Helper()
	if h.keys {
		h.Press("Control+Alt+p")
		h.press("dialog .picture-card")
	} else {
		h.press(`.tool[data-act="picture"]`)
		h.wait("#choose-files")
		h.Do(chromedp.SetUploadFiles(chromedp.CSS("#choose-files"), []string{aPicture(t)}))
		h.wait(`dialog .picture-card[aria-pressed="true"]`)
	}
	h.press(`dialog button.main`)
	h.fill("#text figure textarea.alt", "قطره‌های باران بر برگ")
}

// schedules has a ready story published at a time.
func (h hand) schedules(t *testing.T, at string, due time.Time) {
	t.Helper()
	h.press(`a[href="` + at + `/publish"]`)
	h.press(`a[href="` + at + `/schedule"]`)
	h.wait("input[name=wall]")
	kabul, err := time.LoadLocation("Asia/Kabul")
	if err != nil {
		t.Fatal(err)
	}
	// A field for date and time is typed in the order of the browser's language.
	// That is the browser's own affair; what is sent is not.
	eval[int](h.tab, `(document.querySelector("input[name=wall]").value = "`+due.In(kabul).Format("2006-01-02T15:04")+`", 0)`)
	h.press("main form button.main")
	h.until(`document.querySelector("input[name=at]") != null`)
	h.press("main form button.main")
	h.until(`document.querySelector(".state-scheduled") != null`)
}

// corrects opens a published story again and says what was wrong with it.
func (h hand) corrects(t *testing.T, at, more string) {
	t.Helper()
	h.until(`document.querySelector("#text")?.isContentEditable`)
	if h.keys {
		h.to("#text")
		h.Press("Control+End")
	} else {
		h.Do(chromedp.Click(chromedp.CSS("#text > p:last-of-type")))
		h.Press("End")
	}
	h.write(more)
	h.until(`document.querySelector(".state-draft") != null`) // a change has begun
	h.press(`a[href="` + at + `/publish"]`)
	h.pick("grade", "correction")
	h.fill("#note", "شمار آسیب‌دیدگان در گزارش نخست نبود.")
	h.press("main form button.main")
	h.until(`location.pathname.endsWith("/published")`)
}

// front is the Dari front as readers have it.
func (r *deskRoom) front(t *testing.T) string {
	t.Helper()
	resp, err := http.Get(r.site + "/fa-AF/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// until waits until a story that readers see on the front has words.
func (r *deskRoom) until(t *testing.T, words string) {
	t.Helper()
	for range 600 {
		if strings.Contains(r.front(t), words) || strings.Contains(r.newest(t), words) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("readers never see %q", words)
}

// newest is the page of the newest story.
func (r *deskRoom) newest(t *testing.T) string {
	t.Helper()
	_, rest, found := strings.Cut(r.front(t), `<h2`)
	_, rest, _ = strings.Cut(rest, `href="`)
	path, _, _ := strings.Cut(rest, `"`)
	if !found || !strings.HasPrefix(path, "/") {
		return ""
	}
	resp, err := http.Get(r.site + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, _ := io.ReadAll(resp.Body)
	return string(page)
}

// aPicture makes a picture in a file.
func aPicture(t *testing.T) string {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 320, 200))
	for i := range 320 * 200 {
		m.Set(i%320, i/320, color.NRGBA{uint8(i % 251), uint8(i / 320), 120, 255})
	}
	path := filepath.Join(t.TempDir(), "rain.png")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
	return path
}
