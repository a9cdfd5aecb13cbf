package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"stet.news/desk/desktest"
	"stet.news/desk/policy"
	"stet.news/internal/gate"
	"stet.news/picture/darkroom"
)

// roomSite is the site of a desk over a real record, as one person sees it.
func roomSite(t testing.TB, room *desktest.Room, who policy.Principal) *Site {
	t.Helper()
	s, err := New(Options{
		Desk: room.Desk, Door: as(who), Now: room.Now, Log: slog.New(slog.DiscardHandler), Newsroom: "Karez", Public: "https://karez.example",
		Editions: desktest.Editions, Sections: desktest.Sections,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// painted is a photograph as far as a test is concerned.
func painted(n, w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.RGBA{uint8(x * 255 / w), uint8(y*255/h) ^ uint8(n*40), uint8(n * 37), 255})
		}
	}
	return m
}

func jpegOf(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, painted(n, 900, 600), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// located is a JPEG with a place in it.
func located(t testing.TB, n int) []byte {
	exif := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x25\x88\x04\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	data := jpegOf(t, n)
	segment := append([]byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	return append(append(bytes.Clone(data[:2]), segment...), data[2:]...)
}

// file is one to upload.
type file struct {
	name string
	data []byte
}

func upload(s *Site, head string, files ...file) *httptest.ResponseRecorder {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, f := range files {
		part, err := form.CreateFormFile("file", f.name)
		if err != nil {
			panic(err)
		}
		part.Write(f.data)
	}
	form.Close()
	r := httptest.NewRequest("POST", "/pictures", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	if head != "" {
		r.Header.Set("Accept", head)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// brought uploads one and gives its hash.
func brought(t testing.TB, s *Site, data []byte) string {
	t.Helper()
	var answer struct{ Files []fileJSON }
	w := upload(s, "application/json", file{"a.jpg", data})
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer.Files) != 1 || answer.Files[0].Picture == nil {
		t.Fatalf("%d %s %v", w.Code, w.Body, err)
	}
	return answer.Files[0].Picture.SHA256
}

// TestUploadSaysOneLineOfEach: good files come in, each refused one says why, in
// the person's language, and a name is text.
func TestUploadSaysOneLineOfEach(t *testing.T) {
	room := desktest.Open(t)
	s := roomSite(t, room, desktest.Person("mina", policy.Contributor))
	heic := append([]byte("\x00\x00\x00\x18ftypheic"), make([]byte, 40)...)
	w := upload(s, "",
		file{"street.jpg", located(t, 1)}, file{"<img src=x onerror=alert(1)>.jpg", jpegOf(t, 2)}, file{"again.jpg", jpegOf(t, 1)},
		file{"phone.heic", heic}, file{"drawing.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)}, file{"empty.png", nil},
		file{"page.html", []byte("<!doctype html><script>alert(1)</script>")}, file{"broken.jpg", jpegOf(t, 3)[:2000]}, file{"report.pdf", []byte("%PDF-1.7")},
		file{"huge.jpg", make([]byte, darkroom.MaxBytes+1)},
	)
	page := w.Body.String()
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, page)
	}
	for _, want := range []string{
		"the place (GPS)", "The library has this picture already.", "as iPhones save it", "SVG is a program", "The file is empty", "no picture that browsers show",
		"it does not open", "\u2068PDF\u2069 is not taken", "more than \u206820\u2069 MB", "&lt;img src=x onerror=alert(1)&gt;.jpg", "Nothing was hidden",
	} {
		if !strings.Contains(page, want) && !strings.Contains(page, strings.NewReplacer("\u206820\u2069", "20").Replace(want)) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if n := strings.Count(page, `class="wrong"`); n != 7 {
		t.Errorf("%d files are refused, want 7", n)
	}
	if w := upload(roomSite(t, room, policy.Principal{}), "application/json", file{"a.jpg", jpegOf(t, 1)}); w.Code != http.StatusUnauthorized {
		t.Errorf("nobody uploads: %d", w.Code)
	}
	if w := upload(s, ""); w.Code != http.StatusBadRequest {
		t.Errorf("a form without files: %d", w.Code)
	}
	dari := desktest.Person("mina", policy.Contributor)
	dari.Lang = "fa-AF"
	if page := upload(roomSite(t, room, dari), "", file{"phone.heic", heic}).Body.String(); !strings.Contains(page, "آیفون") {
		t.Errorf("a refusal in Dari: %s", page)
	}
}

// TestUploadsAtOnce: a file for which there is no room is refused so that the
// script sends it again, and comes in when there is.
func TestUploadsAtOnce(t *testing.T) {
	room := desktest.Open(t)
	s := roomSite(t, room, desktest.Person("mina", policy.Contributor))
	s.uploads = gate.New(1, 0, time.Second)
	leave, _ := s.uploads.Enter(t.Context())
	w := upload(s, "application/json", file{"a.jpg", jpegOf(t, 1)})
	if w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("without room: %d %v", w.Code, w.Header())
	}
	leave()
	brought(t, s, jpegOf(t, 1))
}

// TestPictureFileIsNothingButAPicture: what somebody named as they liked is served
// as what it is, to those who may, with nothing a browser could run.
func TestPictureFileIsNothingButAPicture(t *testing.T) {
	room := desktest.Open(t)
	s := roomSite(t, room, desktest.Person("mina", policy.Contributor))
	var b bytes.Buffer
	if err := png.Encode(&b, painted(1, 40, 30)); err != nil {
		t.Fatal(err)
	}
	// A picture with a page behind its end, which some browsers would once sniff.
	hash := brought(t, s, append(b.Bytes(), "<script>alert(1)</script>"...))
	for path, media := range map[string]string{"/file": "image/png", "/wide/320": "image/jpeg", "/wide/960": "image/jpeg"} {
		w := ask(s, "GET", "/picture/"+hash+path)
		if w.Code != 200 || w.Header().Get("Content-Type") != media || darkroom.Name(w.Body.Bytes()) != media || bytes.Contains(w.Body.Bytes(), []byte("script")) {
			t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Content-Security-Policy") != filePolicy || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", path, w.Header())
		}
		if w := ask(roomSite(t, room, policy.Principal{}), "GET", "/picture/"+hash+path, "Accept", "application/json"); w.Code != http.StatusUnauthorized {
			t.Errorf("nobody gets %s: %d", path, w.Code)
		}
		if w := ask(roomSite(t, room, desktest.Person("a", policy.Administrator)), "GET", "/picture/"+hash+path); w.Code != http.StatusForbidden {
			t.Errorf("an administrator gets %s: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/wide/321", "/wide/0", "/wide/x", "/wide/99999999999999999999", "/nothing"} {
		if w := ask(s, "GET", "/picture/"+hash+path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for _, hash := range []string{strings.Repeat("0", 64), "..%2f..%2frecord.db", "%00", strings.ToUpper(hash)} {
		if w := ask(s, "GET", "/picture/"+hash+"/file"); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", hash, w.Code)
		}
	}
}

func post(s *Site, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// TestPicturePage: words and point are changed by a plain form, the words for those
// who do not see it are asked for, and what was typed is not lost with the refusal.
func TestPicturePage(t *testing.T) {
	room := desktest.Open(t)
	s := roomSite(t, room, desktest.Person("mina", policy.Reporter))
	hash := brought(t, s, jpegOf(t, 1))
	form := url.Values{"caption": {"Rain <in> Herat"}, "focal_x": {"0"}, "focal_y": {"0"}}
	w := post(s, "/picture/"+hash, form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Rain &lt;in&gt; Herat</textarea>") || !strings.Contains(w.Body.String(), `role="alert"`) {
		t.Errorf("without a description: %d %s", w.Code, w.Body)
	}
	form.Set("alt", "A wet street")
	if w := post(s, "/picture/"+hash, form); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	page := ask(s, "GET", "/picture/"+hash).Body.String()
	for _, want := range []string{"A wet street</textarea>", `name="focal_x" min="0" max="1000" step="5" value="1"`, "No story uses it.", "900 × 600"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
	form.Set("focal_x", "1001")
	if w := post(s, "/picture/"+hash, form); w.Code != http.StatusBadRequest {
		t.Errorf("a point outside: %d", w.Code)
	}
	if w := post(roomSite(t, room, desktest.Person("c", policy.Contributor)), "/picture/"+hash, form); w.Code != http.StatusForbidden && w.Code != http.StatusBadRequest {
		t.Errorf("another contributor changes it: %d", w.Code)
	}
	if w := post(roomSite(t, room, desktest.Person("c", policy.Contributor)), "/picture/"+hash+"/drop", nil); w.Code != http.StatusForbidden {
		t.Errorf("another contributor takes it out: %d", w.Code)
	}
	if w := post(s, "/picture/"+hash+"/drop", nil); w.Code != http.StatusSeeOther {
		t.Errorf("who brought it takes it out: %d %s", w.Code, w.Body)
	}
	if w := ask(s, "GET", "/picture/"+hash); w.Code != http.StatusNotFound {
		t.Errorf("it is still there: %d", w.Code)
	}
}

// TestLibraryPages: the library is shown page by page, and to a script as JSON.
func TestLibraryPages(t *testing.T) {
	room := desktest.Open(t)
	s := roomSite(t, room, desktest.Person("mina", policy.Editor))
	for i := range 3 {
		hash := brought(t, s, jpegOf(t, i))
		form := url.Values{"alt": {fmt.Sprintf("Picture <%d>", i)}, "focal_x": {"500"}, "focal_y": {"500"}, "caption": {"Kabul"}}
		if w := post(s, "/picture/"+hash, form); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
	}
	page := ask(s, "GET", "/pictures?q=kabul").Body.String()
	if n := len(regexp.MustCompile(`class="picture-card"`).FindAllString(page, -1)); n != 3 {
		t.Errorf("%d pictures", n)
	}
	if page := ask(s, "GET", "/pictures?q="+url.QueryEscape(`"><script>`)).Body.String(); strings.Contains(page, `"><script>`) || !strings.Contains(page, "No picture matches") {
		t.Errorf("a search for markup: %s", page)
	}
	w := ask(s, "GET", "/pictures?q=kabul", "Accept", "application/json")
	var answer struct {
		Pictures []pictureJSON
		Older    int64
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer.Pictures) != 3 || answer.Pictures[0].Alt != "Picture <2>" || answer.Older != 0 {
		t.Errorf("%s: %v", w.Body, err)
	}
	for _, path := range []string{"/pictures?before=x", "/pictures?since=yesterday"} {
		if w := ask(s, "GET", path); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
