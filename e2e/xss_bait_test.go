package e2e

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"stet.news/record"
	"stet.news/story"
)

// sharedCorpora are files of payloads beside the repository, when they are there.
var sharedCorpora = []string{"data/xss/payload-list.txt", "data/xss/ugc-policy-cases.jsonl", "data/standards/xss/h5sc/vectors.txt", "data/standards/xss/dompurify/expect.json"}

// payloads gives the committed ones and, of the shared ones, so many, spread evenly,
// or as many as STET_XSS says: a number, or all.
func payloads(t testing.TB, most int) (all []string) {
	t.Helper()
	own := linesOf(t, "testdata/xss.txt")
	var shared []string
	for _, name := range sharedCorpora {
		path := filepath.Join("..", "..", "shared", name)
		if _, err := os.Stat(path); err == nil {
			shared = append(shared, corpus(t, path)...)
		}
	}
	if n, err := strconv.Atoi(os.Getenv("STET_XSS")); err == nil {
		most = n
	}
	step := 1
	if !everyPayload() && len(shared) > most {
		step = len(shared) / most
	}
	for i := 0; i < len(shared); i += step {
		own = append(own, shared[i])
	}
	return own
}

// everyPayload says that every payload is to be tried.
func everyPayload() bool { return os.Getenv("STET_XSS") == "all" }

// some gives the numbers of so many of a list, or of twenty times as many.
func some[T any](list []T, n int) (numbers []int) {
	if everyPayload() {
		n *= 20
	}
	for i := 0; i < len(list); i += len(list)/n + 1 {
		numbers = append(numbers, i)
	}
	return numbers
}

// corpus reads a file of payloads: one a line, or the input of each case.
func corpus(t testing.TB, path string) (all []string) {
	t.Helper()
	switch filepath.Ext(path) {
	case ".jsonl":
		for _, line := range linesOf(t, path) {
			var c struct{ Input string }
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
			all = append(all, c.Input)
		}
	case ".json":
		data, err := os.ReadFile(path)
		var cases []struct{ Payload string }
		if err == nil {
			err = json.Unmarshal(data, &cases)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			all = append(all, c.Payload)
		}
	case ".txt":
		if filepath.Base(path) == "vectors.txt" { // each in a division of its own, over lines
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return strings.Split(string(data), `<div id="`)[1:]
		}
		fallthrough
	default:
		all = linesOf(t, path)
	}
	return all
}

func linesOf(t testing.TB, path string) (lines []string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if line := s.Text(); strings.TrimSpace(line) != "" {
			lines = append(lines, strings.ToValidUTF8(line, "\ufffd"))
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// line is a payload as a field of one line may hold it.
func line(payload string, most int) string {
	text := []rune(story.Line(payload))
	if len(text) == 0 {
		return "nothing"
	}
	return story.Line(string(text[:min(len(text), most)]))
}

// baited is a story with a different payload in each of its fields. Taken round,
// every payload comes into every field.
func baited(all []string, n int, shown story.Picture) story.Revision {
	field := 0
	next := func(most int) string {
		field++
		return line(all[(n+field*(len(all)/24+1))%len(all)], most)
	}
	shown.Alt, shown.Caption, shown.Credit = next(300), next(300), next(300)
	rev := story.Revision{
		Story: story.NewID(), Edition: []string{"en", "fa-AF", "ps"}[n%3], Section: "world",
		Headline: next(150), Standfirst: next(300), Dateline: next(80),
		Bylines: []story.Byline{{Name: next(80)}, {Name: next(80), Person: "somebody"}},
		Topics:  []story.Topic{{Name: next(80), Key: "topic"}, {Name: next(80)}},
		Lead:    &shown,
	}
	inner := shown
	inner.Alt, inner.Caption, inner.Credit = next(300), next(300), next(300)
	rev.Body = append(story.ReadHTML(all[n]), // the one door of markup
		story.Paragraph{Text: story.Plain(next(600))},
		story.Heading{Level: 2, Text: story.Plain(next(200))},
		story.List{Items: []story.Text{story.Plain(next(300))}},
		story.Quotation{Paragraphs: []story.Text{story.Plain(next(300))}, Attribution: story.Plain(next(100))},
		story.Table{Caption: next(200), Rows: [][]story.Text{{story.Plain(next(200))}}},
		story.Embed{URL: "https://video.example/1", Title: next(200), Provider: line(next(80), 60)},
		story.PictureBlock{Picture: inner},
	)
	return rev.Clean()
}

// baitActs publishes stories, and corrects every fifth with a note.
func baitActs(revs []story.Revision, all []string) (acts []record.Act) {
	for i, rev := range revs {
		acts = append(acts, record.Act{Kind: record.Publish, Revision: rev})
		if i%5 == 0 {
			rev.Grade, rev.Note = story.GradeCorrection, line(all[len(all)-1-i%len(all)], 300)
			acts = append(acts, record.Act{Kind: record.Revise, Story: rev.Story, Base: 1, Revision: rev})
		}
	}
	return acts
}
