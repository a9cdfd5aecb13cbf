package wire

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stet.news/story"
)

// TestDocs runs the examples of docs/import.md: a fence named after a file
// holds it, a fence "reads-as" what comes of it.
func TestDocs(t *testing.T) {
	doc, err := os.ReadFile(filepath.FromSlash("../docs/import.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	examples := 0
	for {
		_, rest, ok := strings.Cut(string(doc), "\n```")
		if !ok {
			break
		}
		info, rest, _ := strings.Cut(rest, "\n")
		text, after, _ := strings.Cut(rest, "\n```")
		doc = []byte(after)
		kind, name, named := strings.Cut(info, " ")
		switch {
		case !named:
		case kind != "reads-as":
			write(t, dir, map[string]string{name: text + "\n"})
		default:
			examples++
			items, errs := readEverything([]string{filepath.Join(dir, name)}, Options{Edition: story.TagInfo("en"), Now: noon})
			if len(errs) > 0 {
				t.Errorf("%s: %v", name, errs)
			}
			got := ""
			for _, i := range items {
				got += describe(i.Revision)
			}
			if got != text+"\n" {
				t.Errorf("%s reads as\n%s\nthe page says\n%s", name, got, text)
			}
		}
	}
	if examples < 5 {
		t.Errorf("%d examples were run", examples)
	}
}

// describe is a revision as the examples show it.
func describe(r story.Revision) string {
	var b strings.Builder
	say := func(what, s string) {
		if s != "" {
			fmt.Fprintf(&b, "%s: %s\n", what, s)
		}
	}
	say("headline", r.Headline)
	if r.Edition != "en" {
		say("edition", r.Edition)
	}
	say("standfirst", r.Standfirst)
	for _, x := range r.Bylines {
		say("byline", x.Name+keyed(x.Person))
	}
	say("dateline", r.Dateline)
	for _, x := range r.Topics {
		say("topic", x.Name+keyed(x.Key))
	}
	if !r.Published.IsZero() {
		say("published", r.Published.Format(time.RFC3339))
	}
	say("source", r.Source)
	for _, x := range r.Body {
		text := blockText(x)
		if l, ok := x.(story.List); ok {
			var items []string
			for _, i := range l.Items {
				items = append(items, i.String())
			}
			text = strings.Join(items, " | ")
		}
		say(x.Kind(), text)
	}
	return b.String()
}

func keyed(key string) string {
	if key == "" {
		return ""
	}
	return " (" + key + ")"
}
