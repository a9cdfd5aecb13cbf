package wire

import (
	"os"
	"strings"
	"testing"

	"stet.news/story"
)

// TestPagesChanged reads the labelled dumps again as other programs would have
// written them: what is found may not depend on line ends, empty lines or width.
func TestPagesChanged(t *testing.T) {
	for name, change := range map[string]struct {
		f      func(string) string
		most   int     // headlines that may be lost
		recall float64 // at least
	}{
		"carriage returns": {func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, 0, 0.97},
		"more empty lines": {func(s string) string { return strings.ReplaceAll(s, "\n\n", "\n\n\n\n") }, 0, 0.97},
		"no empty lines":   {func(s string) string { return strings.ReplaceAll(s, "\n\n", "\n") }, 8, 0.90},
		"wrapped":          {func(s string) string { return wrapped(s, 78) }, 8, 0.85},
	} {
		t.Run(name, func(t *testing.T) {
			var sum dumpScore
			headlines := 0
			for file, p := range readPages(t) {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				s := scoreChanged(t, string(data), change.f(string(data)), p)
				if s.headline {
					headlines++
				}
				sum.right, sum.wrong, sum.missed, sum.twice = sum.right+s.right, sum.wrong+s.wrong, sum.missed+s.missed, sum.twice+s.twice
			}
			t.Logf("%d headlines, precision %.4f, recall %.4f, twice %d", headlines, sum.precision(), sum.recall(), sum.twice)
			if headlines < 40-change.most || sum.recall() < change.recall || sum.twice > 0 {
				t.Error("reached less than before")
			}
		})
	}
}

// scoreChanged scores what is read of a changed dump by the labels of the
// unchanged one.
func scoreChanged(t *testing.T, original, changed string, p pageLabels) dumpScore {
	t.Helper()
	lines := strings.Split(original, "\n")
	label := map[string]string{}
	for _, l := range p.Labels {
		fold := foldLine(story.Line(lines[int(l[0].(float64))-1]))
		if kind := l[1].(string); label[fold] != "S" {
			label[fold] = kind
		}
	}
	return scoreAgainst(changed, label, p.Headline)
}

// scoreAgainst reads a dump and scores it by labels of folded lines.
func scoreAgainst(dump string, label map[string]string, headline string) dumpScore {
	s := dumpScore{}
	given := map[string]bool{}
	d, err := readDump(dump, utc)
	if err == nil {
		s.headline = d.headline == story.Line(headline)
		texts := []string{d.standfirst}
		for _, q := range d.paragraphs {
			texts = append(texts, q.text)
		}
		for _, text := range texts {
			fold := foldLine(text)
			switch {
			case fold == "":
			case given[fold]:
				s.twice++
			case label[fold] == "S":
				s.right++
			case label[fold] == "C" || label[fold] == "H" || label[fold] == "":
				s.wrong++
			}
			given[fold] = true
		}
	}
	for fold, kind := range label {
		if kind == "S" && !given[fold] {
			s.missed++
		}
	}
	return s
}

// TestPagesTwice lays every labelled story out twice, as some sites do for
// small and large screens, with the page's own chrome around and between.
func TestPagesTwice(t *testing.T) {
	var sum dumpScore
	headlines, pages := 0, 0
	for file, p := range readPages(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		dump, label := layTwice(string(data), p)
		s := scoreAgainst(dump, label, p.Headline)
		pages++
		if s.headline {
			headlines++
		} else {
			t.Logf("%s: headline", file)
		}
		if s.wrong+s.missed+s.twice > 2 {
			t.Logf("%s: right %d wrong %d missed %d twice %d", file, s.right, s.wrong, s.missed, s.twice)
		}
		sum.right, sum.wrong, sum.missed, sum.twice = sum.right+s.right, sum.wrong+s.wrong, sum.missed+s.missed, sum.twice+s.twice
	}
	t.Logf("%d dumps: %d headlines, precision %.4f, recall %.4f, twice %d", pages, headlines, sum.precision(), sum.recall(), sum.twice)
	if headlines < 40 || sum.precision() < 0.97 || sum.recall() < 0.95 || sum.twice > 0 {
		t.Error("reached less than before")
	}
}

// layTwice composes a page of the labelled lines of another.
func layTwice(original string, p pageLabels) (string, map[string]string) {
	lines := strings.Split(original, "\n")
	label := map[string]string{}
	var chrome, text []string
	for _, l := range p.Labels {
		line, kind := lines[int(l[0].(float64))-1], l[1].(string)
		fold := foldLine(story.Line(line))
		if label[fold] == "S" || fold == "" {
			continue
		}
		label[fold] = kind
		switch kind {
		case "S":
			text = append(text, line)
		case "C":
			chrome = append(chrome, line)
		}
	}
	body := strings.Join(text, "\n\n")
	above := strings.Join(chrome[:min(8, len(chrome))], "\n")
	below := strings.Join(chrome[max(0, len(chrome)-8):], "\n")
	return above + "\n\n" + p.Headline + "\n\n" + body + "\n\n" + p.Headline + "\n\n" + text[0] + "\n\nThumbnail\n\n" + body + "\n\n" + below + "\n", label
}
