package wire

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"stet.news/internal/require"
	"stet.news/story"
)

// goldPage is one line of the index of saved pages: what a person or its
// authors say the page holds.
type goldPage struct {
	File, URL, Lang string
	Gold            struct {
		Kind          string
		Title, Text   string
		Date          string
		Authors       []string
		Summary       []string
		Paragraphs    []string
		With, Without []string
	}
}

// text is the whole story, where the gold has it.
func (g goldPage) text() string {
	switch g.Gold.Kind {
	case "fulltext", "reviewed-extract":
		return g.Gold.Text
	case "structured", "labelled":
		return strings.Join(append(append([]string(nil), g.Gold.Summary...), g.Gold.Paragraphs...), "\n\n")
	}
	return ""
}

func goldPages(t testing.TB) []goldPage {
	dir := require.Shared(t, "data/html")
	f, err := os.Open(filepath.Join(dir, "index.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []goldPage
	in := bufio.NewScanner(f)
	in.Buffer(nil, 8<<20)
	for in.Scan() {
		var g goldPage
		if err := json.Unmarshal(in.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		g.File = filepath.Join(dir, g.File)
		out = append(out, g)
	}
	return out
}

func gunzip(t testing.TB, name string) []byte {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// overlap compares two texts by their words: how much of got is right, and
// how much of want was got. Scripts without spaces are compared by letters.
func overlap(got, want string) (precision, recall float64) {
	g, w := wordCounts(got), wordCounts(want)
	both, ng, nw := 0, 0, 0
	for k, n := range g {
		both += min(n, w[k])
		ng += n
	}
	for _, n := range w {
		nw += n
	}
	return ratio(both, ng), ratio(both, nw)
}

func wordCounts(s string) map[string]int {
	counts := map[string]int{}
	for _, w := range strings.Fields(foldLine(s)) {
		if r := []rune(w); len(r) > 0 && spaceless(r[0]) {
			for _, c := range r {
				counts[string(c)]++
			}
			continue
		}
		counts[w]++
	}
	return counts
}

func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// TestDumpsOfPages makes a dump of every saved page, reads it, and compares
// with what the page holds: many more sites than the labelled dumps have.
func TestDumpsOfPages(t *testing.T) {
	var sum, sumP, sumR float64
	pages, failed, titles, titled := 0, 0, 0, 0
	for _, g := range goldPages(t) {
		want := g.text()
		if want == "" {
			continue
		}
		text, _, err := decode(gunzip(t, g.File), declaredCharset(gunzip(t, g.File)), g.Lang)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(bytes.NewReader([]byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		pages++
		d, err := readDump(pageText(doc), utc)
		if err != nil {
			failed++
			t.Logf("%s: %v", filepath.Base(g.File), err)
			continue
		}
		got := d.standfirst
		for _, p := range d.paragraphs {
			got += "\n" + p.text
		}
		p, r := overlap(got, want)
		sum, sumP, sumR = sum+f1(p, r), sumP+p, sumR+r
		ok := ""
		if g.Gold.Title != "" {
			titled++
			if foldLine(d.headline) == foldLine(story.Line(g.Gold.Title)) {
				titles++
			} else {
				ok = "want " + g.Gold.Title
			}
		}
		t.Logf("%-44s %.2f p %.2f r %.2f  %s  %s", filepath.Base(g.File), f1(p, r), p, r, d.headline, ok)
	}
	n := float64(pages)
	t.Logf("%d pages: mean F1 %.4f, precision %.4f, recall %.4f; %d of %d headlines; %d with no story found", pages, sum/n, sumP/n, sumR/n, titles, titled, failed)
	if sum/n < 0.91 || titles*100 < titled*63 || failed > 2 {
		t.Error("reached less than before")
	}
}

// TestHTMLPages reads every saved page and compares with its gold.
func TestHTMLPages(t *testing.T) {
	var s htmlScore
	for _, g := range goldPages(t) {
		s.add(t, g)
	}
	n := float64(s.pages)
	t.Logf("%d pages with a whole text: mean F1 %.4f, precision %.4f, recall %.4f", s.pages, s.f1/n, s.p/n, s.r/n)
	t.Logf("headlines %d of %d, dates %d of %d (%d wrong), bylines %d of %d", s.title, s.titles, s.date, s.dates, s.dateWrong, s.author, s.authors)
	t.Logf("segments: %d of %d with, %d of %d without; prefixes %d of %d; no story: %d", s.with, s.withs, s.without, s.withouts, s.prefix, s.prefixes, s.failed)
	if s.f1/n < 0.94 || s.title*100 < s.titles*81 || s.date*100 < s.dates*95 || s.dateWrong > 0 || s.author*100 < s.authors*75 || s.failed > 1 {
		t.Error("reached less than before")
	}
}

type htmlScore struct {
	pages, failed                                          int
	f1, p, r                                               float64
	title, titles, date, dates, dateWrong, author, authors int
	with, withs, without, withouts, prefix, prefixes       int
}

func (s *htmlScore) add(t *testing.T, g goldPage) {
	d, err := parseHTML(t.TempDir(), gunzip(t, g.File), Options{Edition: story.TagInfo("en")})
	if err != nil || d.rev.Headline == "" || len(d.rev.Body) == 0 {
		t.Logf("%s: no story: %v (headline %q, %d blocks)", filepath.Base(g.File), err, d.rev.Headline, len(d.rev.Body))
		s.failed++
	}
	got := d.rev.Standfirst + "\n\n" + story.PlainText(d.rev.Body)
	if want := g.text(); want != "" {
		p, r := overlap(got, want)
		s.pages++
		s.f1, s.p, s.r = s.f1+f1(p, r), s.p+p, s.r+r
		t.Logf("%-44s F1 %.2f p %.2f r %.2f", filepath.Base(g.File), f1(p, r), p, r)
	}
	s.addFields(t, g, d)
	fold := foldLine(got)
	for _, w := range g.Gold.With {
		s.withs++
		if strings.Contains(fold, foldLine(w)) {
			s.with++
		} else {
			t.Logf("%s: lacks %q", filepath.Base(g.File), w)
		}
	}
	for _, w := range g.Gold.Without {
		s.withouts++
		if !strings.Contains(fold, foldLine(w)) {
			s.without++
		} else {
			t.Logf("%s: has %q", filepath.Base(g.File), w)
		}
	}
	if g.Gold.Kind == "prefix" {
		s.prefixes++
		if strings.Contains(fold, foldLine(g.Gold.Text)) {
			s.prefix++
		} else {
			t.Logf("%s: does not begin with %.80q", filepath.Base(g.File), g.Gold.Text)
		}
	}
}

func (s *htmlScore) addFields(t *testing.T, g goldPage, d draft) {
	if g.Gold.Title != "" {
		s.titles++
		if foldLine(d.rev.Headline) == foldLine(story.Line(g.Gold.Title)) {
			s.title++
		} else {
			t.Logf("%s: headline %q want %q", filepath.Base(g.File), d.rev.Headline, g.Gold.Title)
		}
	}
	if len(g.Gold.Date) >= 10 {
		s.dates++
		switch {
		case d.rev.Published.IsZero():
			t.Logf("%s: no date, want %s", filepath.Base(g.File), g.Gold.Date)
		case abs(d.rev.Published.Sub(dayOf(g.Gold.Date))) <= 36*time.Hour:
			s.date++
		default:
			s.dateWrong++
			t.Logf("%s: date %v want %s", filepath.Base(g.File), d.rev.Published, g.Gold.Date)
		}
	}
	if len(g.Gold.Authors) > 0 {
		s.authors++
		for _, b := range d.rev.Bylines {
			if foldLine(b.Name) == foldLine(g.Gold.Authors[0]) {
				s.author++
				return
			}
		}
		t.Logf("%s: bylines %v want %v", filepath.Base(g.File), d.rev.Bylines, g.Gold.Authors)
	}
}

func dayOf(s string) time.Time {
	at, _ := time.Parse(time.DateOnly, s[:10])
	return at.Add(12 * time.Hour)
}
