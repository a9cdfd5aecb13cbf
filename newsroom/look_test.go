package newsroom_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stet.news/demo"
	"stet.news/newsroom"
	"stet.news/press"
	"stet.news/record"
)

// put writes a file in a newsroom's folder.
func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// addSettings adds lines to newsroom.toml.
func addSettings(t *testing.T, dir, lines string) {
	t.Helper()
	old, err := os.ReadFile(filepath.Join(dir, "newsroom.toml"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "newsroom.toml", string(old)+lines)
}

// TestLookMistakes makes one mistake in a good folder, and expects one line that
// names file, place and mend.
func TestLookMistakes(t *testing.T) {
	made := filepath.Join(t.TempDir(), "room")
	makeRoom(t, made)
	settings, err := os.ReadFile(filepath.Join(made, "newsroom.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, text, want string }{
		{"newsroom.toml", "[look]\nlogos = \"a.png\"\n", "newsroom.toml:LINE: look.logos: unknown word"},
		{"newsroom.toml", "[look]\nfront = \"mosaic\"\n", `newsroom.toml:LINE: [look] front: "mosaic" is no layout`},
		{"newsroom.toml", "[look]\ntype = \"huge\"\n", `newsroom.toml:LINE:9: "huge" is no size of type`},
		{"newsroom.toml", "[look]\ntype = 1.5\n", `newsroom.toml:LINE: [look] type: 1.5 is no size`},
		{"newsroom.toml", "[look.light]\nlink = \"#88bbdd\"\n", "newsroom.toml:LINE: [look] light.link: link #88bbdd on paper #fdfcfa has a contrast of 2.00:1"},
		{"newsroom.toml", "[look.blocks]\nweather = 3\n", "newsroom.toml:LINE: [look] blocks.weather: there is no section of this key"},
		{"newsroom.toml", "[look.blocks]\nsport = 99\n", "newsroom.toml:LINE: [look] blocks.sport: 99 stories: take a number from 0 to 12"},
		{"newsroom.toml", "[look]\nlogo = \"../record.db\"\n", "newsroom.toml:LINE: [look] logo: "},
		{"newsroom.toml", "[look]\nlogo = \"none.png\"\n", "look/none.png: "},
		{"look/style.css", "a { color: red; }\nb { color: blue;\n", "look/style.css:2:3: this { is never closed; close it with }"},
		{"look/stile.css", "a{}", "look/stile.css: nothing here has this name; there are style.css,"},
		{"look/templates/story.html", "{{define \"main\"}}\n{{.Rev.Headlin}}{{end}}", "look/templates/story.html:2:7: .Rev.Headlin: there is no field Headlin here; docs/look.md"},
		{"look/templates/story.html", "{{define \"main\"}}\n{{if .Erased}}\n", "look/templates/story.html:3: unexpected EOF"},
		{"look/templates/tombstone.html", "{{define \"main\"}}<h1>Gone</h1>{{end}}", "look/templates/tombstone.html:1: stet verify would refuse its pages: "},
		{"look/templates/parts.html", strings.Replace(template(t, "parts"), `data-teaser="{{.ID}}" `, "", 1), ""},
		{"look/templates/parts.html", strings.Replace(template(t, "parts"), `data-revision="{{.Revision}}"`, "", 1), ": stet verify would refuse its pages: a teaser needs"},
		{"look/templates/story.html", strings.Replace(template(t, "story"), "<header>", "<header><p>\nOur motto</p>", 1), ": stet verify would refuse its pages: words that are in no piece of the story: \"Our motto\""},
		{"look/templates/story.html", strings.Replace(template(t, "story"), `data-pages="{{.Count}}"`, "", 1), "stet verify would refuse its pages: a page of a long story needs data-page"},
		{"look/templates/part.html", strings.Replace(template(t, "part"), `{{template "body" .}}`, "", 1), "stet verify would refuse its pages: the page shows 0 of 1 body"},
		{"look/templates/parts.html", strings.Replace(template(t, "parts"), `rel="next" href`, "href", 1), "stet verify would refuse its pages: a page of a long story needs data-page"},
		{"look/templates/story.html", strings.Replace(template(t, "story"), `data-piece="dateline"`, "", 1), `stet verify would refuse its pages: the page shows 0 of 1 dateline; the story has "Kabul"`},
		{"standing/about.md", "# About", "standing/about.md: it is not named NAME.TAG.md, such as about.en.md"},
		{"standing/About Us.en.md", "# About", `standing/About Us.en.md: "About Us" cannot be part of an address`},
		{"standing/about.xx.md", "# About", `standing/about.xx.md: there is no edition "xx"; this newsroom has `},
		{"standing/search.en.md", "# Search", "standing/search.en.md: the address search/ has another use; choose another name"},
		{"standing/2026.en.md", "# 2026", "standing/2026.en.md: the address 2026/ has another use"},
		{"standing/about.en.md", "Just words.", "standing/about.en.md:1: there is no title; begin with a line such as # About us"},
		{"standing/about.en.md", "---\ntitle: About\n---\n", "standing/about.en.md:1: fields at the head have no meaning here"},
		{"standing/about.en.md", "# About\n\n<script>x</script>", "standing/about.en.md: HTML in the text was dropped; write it in Markdown"},
		{"standing/about.en.md", "# About\n\n" + strings.Repeat("A paragraph "+t.Name()+".\n\n", 4000), "standing/about.en.md: it has "},
	} {
		dir, want := t.TempDir(), c.want
		put(t, dir, "newsroom.toml", string(settings))
		if c.file == "newsroom.toml" {
			put(t, dir, c.file, string(settings)+c.text)
			want = strings.Replace(want, "LINE", fmt.Sprint(strings.Count(string(settings)+c.text, "\n")), 1)
		} else {
			put(t, dir, c.file, c.text)
		}
		_, err := newsroom.CheckLook(dir)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.file, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v,\nwant %s", c.file, err, want)
		}
		if _, ok := errors.AsType[*press.Mistake](err); err != nil && !ok {
			t.Errorf("%s: not a mistake with a place: %v", c.file, err)
		}
	}
}

func template(t *testing.T, name string) string {
	t.Helper()
	text, err := press.Template(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestLookWhileServing changes the look of a newsroom that is served: a good
// change is on the site soon, a bad one is at the desk and nowhere else, also
// after a new start.
func TestLookWhileServing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	receipts, err := n.Publish(t.Context(), []record.Act{act(1)})
	if err != nil {
		t.Fatal(err)
	}
	told, _, err := n.Show(t.Context(), receipts[0].Story.String(), 0)
	if err != nil {
		t.Fatal(err)
	}
	n.Close()
	n, site, stop := serveRoom(t, dir)
	shows(t, site+"/en/", "", "--own")

	put(t, dir, "look/style.css", ".x { --own: 1px; }")
	put(t, dir, "look/templates/story.html", strings.Replace(template(t, "story"), "<article", "<p>Our motto.</p>\n<article", 1))
	put(t, dir, "standing/about.en.md", "# About us\n\nWe are **here**.\n")
	addSettings(t, dir, "[look]\nfront = \"river\"\n\n[look.light]\naccent = \"#00518a\"\n")
	for _, want := range []string{"--own", "#00518a", `class="list"`, `href="/en/about/"`} {
		shows(t, site+"/en/", want, "")
	}
	shows(t, site+"/en/about/", "<p>We are <strong>here</strong>.</p>", "")
	shows(t, site+"/sitemap/pages.xml", "/en/about/", "")
	shows(t, site+(&url.URL{Path: told.Path}).EscapedPath(), "<p>Our motto.</p>", "")

	put(t, dir, "look/style.css", ".x { --own: 2px;\n")
	toldOf(t, n, "look/style.css")
	shows(t, site+"/en/", "--own:1px", "--own:2px")
	stop()
	if _, err := newsroom.Open(t.Context(), dir, newsroom.Options{}); err == nil || !strings.Contains(err.Error(), "look/style.css:1:4: ") {
		t.Errorf("opened with a broken look: %v", err)
	}
	n, site, stop = serveRoom(t, dir)
	shows(t, site+"/en/", "--own:1px", "--own:2px")
	toldOf(t, n, "look/style.css")

	put(t, dir, "look/style.css", ".x { --own: 3px; }")
	shows(t, site+"/en/", "--own:3px", "")
	toldOf(t, n, "")
	stop()
	verify(t, dir, 0)

	n = open(t, dir)
	defer n.Close()
	tree := filepath.Join(t.TempDir(), "tree")
	if _, err := n.Export(t.Context(), tree, nil); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"favicon.ico", "en/about/index.html", "en/manifest.webmanifest"} {
		if _, err := os.Stat(filepath.Join(tree, file)); err != nil {
			t.Error(err)
		}
	}
	verify(t, tree, 0)
}

// serveRoom serves a newsroom on free ports.
func serveRoom(t *testing.T, dir string) (n *newsroom.Newsroom, site string, stop func()) {
	t.Helper()
	n, why, err := newsroom.OpenServing(t.Context(), dir, newsroom.Options{})
	if err != nil || why != nil {
		t.Fatal(err, why)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ready, served := make(chan [2]string, 1), make(chan error, 1)
	go func() {
		served <- n.Serve(ctx, newsroom.ServeOptions{Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0", Ready: func(s, d string) { ready <- [2]string{s, d} }})
	}()
	at := <-ready
	return n, "http://" + at[0], func() {
		cancel()
		if err := errors.Join(<-served, n.Close()); err != nil {
			t.Error(err)
		}
	}
}

// toldOf waits until the desk is told of a mistake in a file of the look; empty:
// of none.
func toldOf(t *testing.T, n *newsroom.Newsroom, file string) {
	t.Helper()
	got := ""
	for range 150 {
		got = ""
		if m := n.LookMistake(); m != nil {
			got = m.File
		}
		if got == file {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("the desk is told of a mistake in %q, want %q", got, file)
}

// shows waits until a page holds what is wanted, and makes sure that it lacks
// what is not.
func shows(t *testing.T, url, want, not string) {
	t.Helper()
	var body []byte
	for range 150 {
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		body, err = io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(body), want) {
			if not != "" && strings.Contains(string(body), not) {
				t.Fatalf("%s holds %q:\n%s", url, not, body)
			}
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s never holds %q:\n%s", url, want, body)
}

// TestSampleLook: the sample has a logo, icons for everyone who asks, and pages
// about itself in each edition; a backup brings them back.
func TestSampleLook(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	if err := newsroom.Sample(t.Context(), dir, "http://karez.example", newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	own, err := newsroom.CheckLook(dir)
	if err != nil || len(own.Standing) != 9 {
		t.Fatalf("%+v %v", own, err)
	}
	n := open(t, dir)
	for path, kind := range map[string]string{
		"/favicon.ico": "image/x-icon", "/apple-touch-icon.png": "image/png", "/fa-AF/manifest.webmanifest": "application/manifest+json",
		"/ps/ethics/": "text/html; charset=utf-8",
	} {
		page, err := n.Press.Page(path)
		if err != nil || page.Type != kind {
			t.Fatalf("%s: %v %v", path, page, err)
		}
		if kind == "image/png" {
			if _, err := png.Decode(bytes.NewReader(page.Body)); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "backup.tar")
	if err := n.Backup(t.Context(), file, newsroom.BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	n.Close()
	again := filepath.Join(t.TempDir(), "again")
	if err := newsroom.Restore(t.Context(), file, again, nil, newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"look/logo.png", "standing/about.ps.md", "newsroom.toml"} {
		a, err1 := os.ReadFile(filepath.Join(dir, name))
		b, err2 := os.ReadFile(filepath.Join(again, name))
		if err := errors.Join(err1, err2); err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s did not come back: %v", name, err)
		}
	}
	verify(t, again, 0)
}

// TestBackupNamesStayInside: a backup cannot write where no backup writes.
func TestBackupNamesStayInside(t *testing.T) {
	for _, name := range []string{"look/../record.db", "standing/../../x", "look/./a", "looks/a.css"} {
		file := filepath.Join(t.TempDir(), "evil.tar")
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		if err := errors.Join(w.WriteHeader(&tar.Header{Name: name, Size: 1, Mode: 0o600, Typeflag: tar.TypeReg}), writeByte(w), w.Close()); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		err := newsroom.Restore(t.Context(), file, filepath.Join(t.TempDir(), "room"), nil, newsroom.Options{})
		if err == nil || !strings.Contains(err.Error(), "unknown file") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func writeByte(w io.Writer) error {
	_, err := w.Write([]byte("x"))
	return err
}

// TestSettingsInTheDocs: what docs/look.md shows can be copied.
func TestSettingsInTheDocs(t *testing.T) {
	text, err := os.ReadFile("../docs/look.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(text), "```toml\n")
	block, _, _ = strings.Cut(block, "```")
	if !found {
		t.Fatal("docs/look.md shows no settings")
	}
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	addSettings(t, dir, "\n"+block)
	if err := os.CopyFS(dir, demo.Beside()); err != nil {
		t.Fatal(err)
	}
	if _, err := newsroom.CheckLook(dir); err != nil {
		t.Error(err)
	}
}
