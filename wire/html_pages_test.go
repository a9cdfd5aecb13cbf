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
}
