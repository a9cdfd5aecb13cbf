package wire

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/internal/require"
	"stet.news/story"
)

// pageLabels is the sidecar of a page dump: what each line is.
type pageLabels struct {
	Headline string
	Labels   [][2]any
	Repeated bool `json:"body_repeated"`
}

// dumpScore is how well one dump was read.
type dumpScore struct {
	headline             bool
	right, wrong, missed int // paragraphs of the story given, chrome given, paragraphs left out
	twice                int // paragraphs given more than once
}

func (s dumpScore) precision() float64 { return ratio(s.right, s.right+s.wrong) }
func (s dumpScore) recall() float64    { return ratio(s.right, s.right+s.missed) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// scoreDump reads a dump and compares it with its labels. Captions, dates and
// teasers count neither way; headlines and chrome given as text are wrong.
func scoreDump(t *testing.T, text string, p pageLabels) (dumpScore, dumpStory) {
	t.Helper()
	lines := strings.Split(text, "\n")
	label := map[string]string{}
	want := map[string]bool{}
	for _, l := range p.Labels {
		n, kind := int(l[0].(float64)), l[1].(string)
		fold := foldLine(story.Line(lines[n-1]))
		if kind == "S" {
			want[fold] = true
			label[fold] = "S"
		} else if label[fold] != "S" {
			label[fold] = kind
		}
	}
	d, err := readDump(text, utc)
	if err != nil {
		return dumpScore{missed: len(want)}, d
	}
	s := dumpScore{headline: d.headline == story.Line(p.Headline)}
	given := map[string]bool{}
	texts := []string{}
	if d.standfirst != "" {
		texts = append(texts, d.standfirst)
	}
	for _, q := range d.paragraphs {
		texts = append(texts, q.text)
	}
	for _, text := range texts {
		fold := foldLine(text)
		switch {
		case given[fold]:
			s.twice++
		case label[fold] == "S":
			s.right++
		case label[fold] == "C" || label[fold] == "H" || label[fold] == "":
			s.wrong++
		}
		given[fold] = true
	}
	s.missed = 0
	for fold := range want {
		if !given[fold] {
			s.missed++
		}
	}
	return s, d
}

func readPages(t *testing.T) map[string]pageLabels {
	dir := require.Shared(t, "data/pages")
	names, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	out := map[string]pageLabels{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var p pageLabels
		if err := json.Unmarshal(data, &p); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[strings.TrimSuffix(name, ".json")+".txt"] = p
	}
	return out
}

// TestPages reads the labelled dumps and keeps what has been reached.
func TestPages(t *testing.T) {
	pages := readPages(t)
	headlines, right, wrongs, missed, twice := 0, 0, 0, 0, 0
	for name, p := range pages {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s, d := scoreDump(t, string(data), p)
		if s.headline {
			headlines++
		}
		right, wrongs, missed, twice = right+s.right, wrongs+s.wrong, missed+s.missed, twice+s.twice
		t.Logf("%-34s headline %-5v right %3d wrong %2d missed %2d twice %d  %q", filepath.Base(name), s.headline, s.right, s.wrong, s.missed, s.twice, d.headline)
	}
	precision, recall := ratio(right, right+wrongs), ratio(right, right+missed)
	t.Logf("%d dumps: %d headlines, precision %.4f, recall %.4f, twice %d", len(pages), headlines, precision, recall, twice)
	if headlines < 40 || precision < 0.98 || recall < 0.97 || twice > 0 {
		t.Errorf("reached less than before")
	}
}
