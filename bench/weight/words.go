package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"stet.news/demo"
	"stet.news/story"
)

// writer makes stories out of sentences that people wrote: those of the demo
// and, when they are there, of the shared archive.
type writer struct {
	*rand.Rand
	editions  []story.Edition
	sections  []string
	sentences map[string][]string // by edition
}

func newWriter(data string) (*writer, error) {
	_, editions, sections := demo.Newsroom()
	w := &writer{Rand: rand.New(rand.NewPCG(14, 0)), editions: editions, sentences: map[string][]string{}}
	for _, s := range sections {
		w.sections = append(w.sections, s.Key)
	}
	stories, err := demo.Stories()
	if err != nil {
		return nil, err
	}
	for _, s := range stories {
		for _, r := range s.Revisions {
			w.learn(r.Edition, story.PlainText(r.Body))
		}
	}
	if data == "" {
		return w, nil
	}
	return w, w.learnArchive(data)
}

func (w *writer) learn(edition, text string) {
	for _, line := range strings.Split(text, "\n") {
		line = story.Line(line)
		from := 0
		for _, end := range story.Sentences(line) {
			if s := strings.TrimSpace(line[from:end]); len(s) > 20 {
				w.sentences[edition] = append(w.sentences[edition], s)
			}
			from = end
		}
	}
}

// editionOf maps the archive's languages.
var editionOf = map[string]string{"en": "en", "prs": "fa-AF", "ps": "ps"}

func (w *writer) learnArchive(dir string) error {
	for _, name := range []string{"ntrex-parallel-news.jsonl.gz", "pashto-voa.jsonl.gz", "reuters-21578.jsonl.gz"} {
		err := w.learnFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (w *writer) learnFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(z, 1<<20)
	for range 3000 {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		var doc struct {
			Lang, Text string
			Sentences  []string
		}
		if err == nil {
			err = json.Unmarshal(line, &doc)
		}
		if err != nil {
			return err
		}
		if e := editionOf[doc.Lang]; e != "" {
			w.learn(e, strings.ReplaceAll(doc.Text, "\n", " "))
			w.learn(e, strings.Join(doc.Sentences, "\n"))
		}
	}
	return nil
}

func (w *writer) sentence(edition string) string {
	list := w.sentences[edition]
	return list[w.IntN(len(list))]
}

func (w *writer) text(edition string, sentences int) string {
	out := make([]string, sentences)
	for i := range out {
		out[i] = w.sentence(edition)
	}
	return strings.Join(out, " ")
}

// cut gives the first n code points of so many sentences, whole words.
func (w *writer) cut(edition string, n int) string {
	text := []rune(w.text(edition, 2+n/40))
	if len(text) > n {
		text = text[:n]
		for len(text) > 1 && text[len(text)-1] != ' ' {
			text = text[:len(text)-1]
		}
	}
	return story.Line(string(text))
}

// revision makes the i-th story: most are ordinary, each 25th is long, each
// 100th has the longest headline and standfirst that can be published.
func (w *writer) revision(i int) story.Revision {
	e := w.editions[i%len(w.editions)].Tag
	rev := story.Revision{
		Edition: e, Section: w.sections[w.IntN(len(w.sections))],
		Headline: w.cut(e, 40+w.IntN(60)), Standfirst: w.cut(e, 90+w.IntN(160)), Dateline: w.cut(e, 12),
	}
	if i%100 == 99 || i%5000 > 4900 { // on some days all are
		rev.Headline, rev.Standfirst = w.cut(e, 500), w.cut(e, 4000)
	}
	for range 1 + w.IntN(3) {
		rev.Bylines = append(rev.Bylines, story.Byline{Name: fmt.Sprintf("%s %c.", w.cut(e, 14), 'A'+w.IntN(26)), Person: fmt.Sprint("person-", w.IntN(200))})
	}
	for range w.IntN(5) {
		n := w.IntN(300)
		rev.Topics = append(rev.Topics, story.Topic{Key: fmt.Sprint("topic-", n), Name: fmt.Sprint("Topic ", n)})
	}
	if w.IntN(5) < 3 {
		rev.Lead = w.picture(e)
	}
	paragraphs := 4 + w.IntN(22)
	if i%25 == 24 {
		paragraphs = 60 + w.IntN(240)
	}
	for len(rev.Body) < paragraphs {
		rev.Body = append(rev.Body, w.block(e))
	}
	return rev
}

func (w *writer) block(e string) story.Block {
	switch w.IntN(24) {
	case 0:
		return story.Heading{Level: 2, Text: story.Plain(w.cut(e, 40))}
	case 1:
		x := story.List{Ordered: w.IntN(2) == 0}
		for range 2 + w.IntN(10) {
			x.Items = append(x.Items, story.Plain(w.sentence(e)))
		}
		return x
	case 2:
		return story.Quotation{Paragraphs: []story.Text{story.Plain(w.text(e, 2))}, Attribution: story.Plain(w.cut(e, 20))}
	case 3:
		return story.PictureBlock{Picture: *w.picture(e)}
	case 4:
		x := story.Table{Caption: w.cut(e, 40), Header: true, Rows: [][]story.Text{{story.Plain("a"), story.Plain("b")}}}
		for range 2 + w.IntN(20) {
			x.Rows = append(x.Rows, []story.Text{story.Plain(w.cut(e, 30)), story.Plain(fmt.Sprint(w.IntN(100_000)))})
		}
		return x
	}
	return story.Paragraph{Text: story.Plain(w.text(e, 1+w.IntN(4)))}
}

func (w *writer) picture(e string) *story.Picture {
	return &story.Picture{
		SHA256: fmt.Sprintf("%016x%016x%016x%016x", w.Uint64(), w.Uint64(), w.Uint64(), w.Uint64()), Type: "image/jpeg",
		Width: 1600, Height: 1067, Alt: w.cut(e, 60), Caption: w.cut(e, 80), Credit: w.cut(e, 15),
	}
}
