package wire

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestDebug(t *testing.T) {
	name := os.Getenv("WIRE_DEBUG")
	if name == "" {
		t.Skip()
	}
	var text string
	if strings.HasSuffix(name, ".gz") {
		text, _, _ = decode(gunzip(t, name), "", "")
		doc, _ := html.Parse(bytes.NewReader([]byte(text)))
		text = pageText(doc)
	} else {
		b, _ := os.ReadFile(name)
		text = string(b)
	}
	lines := splitLines(text)
	seen := countFolds(lines)
	segs := segments(lines)
	for i, l := range lines {
		mark := ""
		for k, s := range segs {
			if i == s.from {
				mark += fmt.Sprintf("[%d ", k)
			}
			if i == s.to-1 {
				mark += fmt.Sprintf("%d]", k)
			}
		}
		fl := ""
		for k, b := range map[string]bool{"C": l.chrome, "S": l.stop, "P": l.caption, "M": l.meta, ".": l.ends, "_": l.alone} {
			if b {
				fl += k
			}
		}
		tx := []rune(l.text)
		if len(tx) > 90 {
			tx = tx[:90]
		}
		fmt.Printf("%4d %5.1f %-4s %-6s %3d %s\n", i, l.worth(), mark, fl, l.weight, string(tx))
	}
	for k, s := range segs {
		h, tr := findHeadline(lines, s, seen)
		fmt.Println("SEG", k, s, "headline", h, tr)
		text := segmentShingles(lines, s)
		first := firstParagraph(lines, s)
		for i := max(0, s.from-headlineReach); i < min(first+3, s.to); i++ {
			own := 0
			if i >= s.from {
				own = min(1, lines[i].weight/60) * seen[lines[i].fold]
			}
			if sc, ok := headlineScore(lines, i, first, text, own, seen); ok && sc > 1 {
				fmt.Printf("   %d %.2f used %.2f %s\n", i, sc, usedBy(lines[i], text, own), lines[i].text)
			}
		}
	}
}

func TestDebugOut(t *testing.T) {
	name := os.Getenv("WIRE_DEBUG")
	if name == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(name)
	text := string(b)
	d, err := readDump(text, utc)
	fmt.Println(err, d.headline, "\nSF:", d.standfirst, "\nBY", d.byline, d.published, d.notes)
	pages := readPages(t)
	p := pages[name]
	lab := map[string]string{}
	for _, l := range p.Labels {
		lab[foldLine(strings.Split(text, "\n")[int(l[0].(float64))-1])] = l[1].(string)
	}
	for _, q := range d.paragraphs {
		tx := []rune(q.text)
		if len(tx) > 90 {
			tx = tx[:90]
		}
		fmt.Println(lab[foldLine(q.text)], q.heading, string(tx))
		delete(lab, foldLine(q.text))
	}
	for k, v := range lab {
		if v == "S" && k != foldLine(d.standfirst) {
			fmt.Println("MISSED", k)
		}
	}
}
