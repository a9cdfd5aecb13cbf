package proof

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// kind is a kind of thing a story's page shows.
type kind int

const (
	kindHeadline kind = iota
	kindStandfirst
	kindByline
	kindDateline
	kindSection
	kindTopic
	kindPublished
	kindLead // SHA-256 of the picture; key: its alternative text
	kindCaption
	kindCredit
	kindBody
	kindNote // the reason of a retraction
	kindSlug
	kinds
)

var kindNames = [kinds]string{
	"headline", "standfirst", "byline", "dateline", "section", "topic", "published", "lead", "caption", "credit", "body", "note", "slug",
}

// kindOf gives the kind of a data-piece attribute's value; the last three
// kinds above are found otherwise.
func kindOf(name []byte) (kind, bool) {
	for k, n := range kindNames {
		if string(name) == n {
			return kind(k), true
		}
	}
	return 0, false
}

// fact is one thing shown: its words, and the key that goes with them.
type fact struct{ words, key string }

// facts is all that a page shows, or should show, of a story; for each kind in
// the order of the page.
type facts [kinds][]fact

func (f *facts) add(k kind, words, key string) { f[k] = append(f[k], fact{words, key}) }

func (f *facts) addIf(k kind, words, key string) {
	if words != "" {
		f.add(k, words, key)
	}
}

// factsOf gives what the page of a revision must show.
func factsOf(rev story.Revision, retracted bool) *facts {
	f := &facts{}
	f.add(kindSlug, slugOf(rev), "")
	if retracted {
		f.addIf(kindNote, rev.Note, "")
		return f
	}
	f.add(kindHeadline, rev.Headline, "")
	f.addIf(kindStandfirst, rev.Standfirst, "")
	for _, b := range rev.Bylines {
		f.add(kindByline, b.Name, b.Person)
	}
	f.addIf(kindDateline, rev.Dateline, "")
	f.addIf(kindSection, rev.Section, "")
	for _, t := range rev.Topics {
		f.add(kindTopic, t.Name, t.Key)
	}
	f.add(kindPublished, rev.Published.UTC().Format(time.RFC3339), "")
	if p := rev.Lead; p != nil {
		f.add(kindLead, p.SHA256, p.Alt)
		f.addIf(kindCaption, p.Caption, "")
		f.addIf(kindCredit, p.Credit, "")
	}
	f.add(kindBody, strings.TrimSpace(story.WriteHTML(rev.Body, story.HTMLOptions{})), "")
	return f
}

// slugOf is the end of the story's address; a story whose slug was erased
// stands under its ID.
func slugOf(rev story.Revision) string {
	if rev.Slug == "" {
		return rev.Story.String()
	}
	return string(rev.Slug)
}

// digest stands for words that are not kept.
type digest [sha256.Size]byte

func digestOf(s string) digest { return sha256.Sum256([]byte(s)) }

// digest is the facts' digest: two lists of facts have the same one only when
// they are the same.
func (f *facts) digest() digest {
	size := 0
	for _, list := range f {
		for _, x := range list {
			size += len(x.words) + len(x.key) + 8
		}
	}
	b := make([]byte, 0, size+4*int(kinds))
	for _, list := range f {
		b = binary.BigEndian.AppendUint32(b, uint32(len(list)))
		for _, x := range list {
			b = binary.BigEndian.AppendUint32(b, uint32(len(x.words)))
			b = binary.BigEndian.AppendUint32(b, uint32(len(x.key)))
			b = append(append(b, x.words...), x.key...)
		}
	}
	return sha256.Sum256(b)
}

// differ says how a page's facts are not those of the record, a line each.
func (f *facts) differ(page *facts) []string {
	var out []string
	for k := range kinds {
		want, got := f[k], page[k]
		if slices.Equal(want, got) {
			continue
		}
		name := kindNames[k]
		switch {
		case len(got) < len(want):
			out = append(out, fmt.Sprintf("the page shows %d of %d %s; the record has %s", len(got), len(want), name, quote(firstOnly(want, got))))
		case len(got) > len(want):
			out = append(out, fmt.Sprintf("the page shows a %s that the record does not have: %s", name, quote(firstOnly(got, want))))
		default:
			out = append(out, name+": "+firstChange(want, got))
		}
	}
	return out
}

// firstOnly gives the first words of a that b does not have.
func firstOnly(a, b []fact) string {
	for i, x := range a {
		if i >= len(b) || b[i] != x {
			return x.words
		}
	}
	return ""
}

// firstChange shows where two lists of facts part.
func firstChange(want, got []fact) string {
	for i := range want {
		if want[i].words != got[i].words {
			w, g := around(want[i].words, got[i].words)
			return fmt.Sprintf("the record has %s, the page %s", quote(w), quote(g))
		}
		if want[i].key != got[i].key {
			return fmt.Sprintf("with %s the record has %s, the page %s", quote(want[i].words), quote(want[i].key), quote(got[i].key))
		}
	}
	return "differs"
}

// around cuts two long texts down to where they part.
func around(a, b string) (string, string) {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if i < 40 {
		return a, b
	}
	for i -= 24; i > 0 && a[i]&0xc0 == 0x80; i-- { // to the start of a character
	}
	return "…" + a[i:], "…" + b[i:]
}

// noteOf is the note of a piece list.
func noteOf(pieces []record.Piece) string {
	for _, p := range pieces {
		if p.Type == "note" && p.Erased {
			return story.ErasedText
		}
		if p.Type == "note" {
			return p.Words()
		}
	}
	return ""
}
