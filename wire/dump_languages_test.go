package wire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/internal/require"
	"stet.news/story"
)

// TestDumpsInFifteenLanguages lays news in fifteen languages out as pages, with
// menus in the same language that no table knows: headlines of other stories.
func TestDumpsInFifteenLanguages(t *testing.T) {
	byLang := newsByLanguage(t)
	for lang, docs := range byLang {
		for name, lay := range map[string]func(newsDoc, []newsDoc) string{"once": layNews, "twice": layNewsTwice} {
			headlines, standfirsts, right, wrongs, missed := 0, 0, 0, 0, 0
			for i, doc := range docs {
				others := []newsDoc{docs[(i+1)%len(docs)], docs[(i+2)%len(docs)], docs[(i+3)%len(docs)], docs[(i+4)%len(docs)]}
				d, err := readDump(lay(doc, others), utc)
				if err != nil {
					missed += len(doc.paragraphs)
					continue
				}
				if foldLine(d.headline) == foldLine(doc.title) {
					headlines++
				}
				if d.standfirst == doc.standfirst || name == "once" {
					standfirsts++
				}
				r, w, m := compareTexts(d, doc)
				right, wrongs, missed = right+r, wrongs+w, missed+m
			}
			n := len(docs)
			t.Logf("%-4s %-5s headlines %d standfirsts %d of %d, right %d wrong %d missed %d", lang, name, headlines, standfirsts, n, right, wrongs, missed)
			need := map[string]int{"once": 80, "twice": 95}[name]
			if headlines*100 < n*need || right*100 < (right+wrongs)*(need+10) && right*100 < (right+wrongs)*97 || right*100 < (right+missed)*97 {
				t.Errorf("%s %s: reached less than before", lang, name)
			}
		}
	}
}

// newsDoc is a story of the parallel news, cut into paragraphs.
type newsDoc struct {
	title, standfirst string
	paragraphs        []string
}

func newsByLanguage(t *testing.T) map[string][]newsDoc {
	data := gunzip(t, filepath.Join(require.Shared(t, "data/archive"), "ntrex-parallel-news.jsonl.gz"))
	out := map[string][]newsDoc{}
	in := bufio.NewScanner(bytes.NewReader(data))
	in.Buffer(nil, 4<<20)
	for in.Scan() {
		var raw struct {
			Lang, Title string
			Sentences   []string
		}
		if err := json.Unmarshal(in.Bytes(), &raw); err != nil {
			t.Fatal(err)
		}
		if len(raw.Sentences) < 9 {
			continue
		}
		d := newsDoc{title: story.Line(raw.Title)}
		for i := 0; i+2 <= len(raw.Sentences); i += 2 {
			d.paragraphs = append(d.paragraphs, story.Line(strings.Join(raw.Sentences[i:i+2], " ")))
		}
		// The summary is a sentence of the text's middle: it says it again.
		d.standfirst = story.Line(raw.Sentences[4])
		out[raw.Lang] = append(out[raw.Lang], d)
	}
	return out
}

func layNews(d newsDoc, others []newsDoc) string {
	return others[0].title + "\n" + others[1].title + "\n\n" + d.title + "\n\n" + strings.Join(d.paragraphs, "\n\n") + "\n\n" + others[2].title + "\n" + others[3].title + "\n"
}

func layNewsTwice(d newsDoc, others []newsDoc) string {
	body := strings.Join(d.paragraphs, "\n\n")
	return others[0].title + "\n" + others[1].title + "\n\n" + d.title + "\n\n" + body + "\n\n" + d.title + "\n\n" + d.standfirst + "\n\nThumbnail\n\n" + body + "\n\n" + others[2].title + "\n" + others[3].title + "\n"
}

func compareTexts(d dumpStory, doc newsDoc) (right, wrongs, missed int) {
	want := map[string]bool{}
	for _, p := range doc.paragraphs {
		want[foldLine(p)] = true
	}
	all := len(want)
	texts := []string{d.standfirst}
	for _, p := range d.paragraphs {
		texts = append(texts, p.text)
	}
	for _, p := range texts {
		switch {
		case want[foldLine(p)]:
			right++
			delete(want, foldLine(p))
		case p != "" && p != doc.standfirst:
			wrongs++
		}
	}
	return right, wrongs, all - right
}
