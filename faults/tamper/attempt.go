package main

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"stet.news/proof"
	"stet.news/record"
)

// attempt is one tampering: what is tampered with, and what the verifier that
// shall see it has.
type attempt struct {
	*rand.Rand
	s *sample
	t tree    // set when a tree is tampered with
	f *folder // set when a folder is
	a asked
	// signed is set when the tamperer holds the key and signs the manifest anew,
	// so that the layers below it have to see it.
	signed bool
}

// kind is one way of tampering.
type kind struct {
	name string
	// want lists the exit codes that are right.
	want []int
	// outsider: only the manifest can see it, so nobody signs it anew.
	outsider bool
	// do tampers; false: the sample gives no occasion for it.
	do func(x *attempt) bool
}

// pick gives one of several; they must not be none.
func pick[T any](x *attempt, list []T) T { return list[x.IntN(len(list))] }

// shown finds the words of a page that are pieces of its story.
var shown = regexp.MustCompile(`data-piece="(?:headline|standfirst|byline|dateline|topic|note)"[^>]*>(?:<bdi>)?([^<]+)<|data-part="(?:caption|credit)">(?:<bdi>)?([^<]+)<|(?s:data-piece="body"[^>]*>(.+?)</article>)`)

// respelt changes a letter where the pattern says; nil when there is none.
func (x *attempt) respelt(data []byte, pattern *regexp.Regexp) []byte {
	at, ok := x.spot(data, pattern)
	if !ok {
		return nil
	}
	return changed(data, at)
}

// spot finds a place in the matches of a pattern's groups where a letter stands.
func (x *attempt) spot(data []byte, pattern *regexp.Regexp) (at int, ok bool) {
	matches := pattern.FindAllSubmatchIndex(data, -1)
	if len(matches) == 0 {
		return 0, false
	}
	m := pick(x, matches)
	for g := 2; g < len(m); g += 2 {
		if m[g] < 0 {
			continue
		}
		from, to := m[g], m[g+1]
		if bytes.Contains(m0(data, m), []byte(`data-piece="body"`)) {
			to = from + bytes.Index(data[from:to], []byte("</div>"))
		}
		for range 50 {
			if at = from + x.IntN(max(1, to-from)); at < to && isLetter(data[at]) {
				return at, true
			}
		}
	}
	return 0, false
}

func m0(data []byte, m []int) []byte { return data[m[0]:m[1]] }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// changed gives data with one letter changed.
func changed(data []byte, at int) []byte {
	out := bytes.Clone(data)
	out[at] ^= 0x02 // a letter stays a letter, mostly, and never turns into markup
	if !isLetter(out[at]) {
		out[at] = data[at] ^ 0x20
	}
	return out
}

// replaced replaces the first old by new in a file; false when there is none.
func (t tree) replaced(name, old, new string) bool {
	data := t[name]
	if !bytes.Contains(data, []byte(old)) {
		return false
	}
	t[name] = bytes.Replace(data, []byte(old), []byte(new), 1)
	return true
}

// livePages gives the pages of stories that are not retracted.
func (x *attempt) livePages() []string {
	var out []string
	for _, dir := range x.t.storyDirs() {
		if name := dir + proof.IndexName; !bytes.Contains(x.t[name], []byte("data-retracted")) {
			out = append(out, name)
		}
	}
	return out
}

// revisionLeaves gives the leaves that have piece lists.
func (l logged) revisionLeaves() []int {
	var out []int
	for i, pieces := range l.lists {
		if pieces != nil {
			out = append(out, i)
		}
	}
	return out
}

// leafOf finds a revision's leaf.
func (l logged) leafOf(e lost) int {
	for i, text := range l.texts {
		leaf, err := record.ParseLeaf(text)
		if err == nil && l.lists[i] != nil && leaf.Story == e.story && leaf.Revision == e.revision {
			return i
		}
	}
	return -1
}

// stranger is somebody else's key of the same name.
func stranger() (note.Signer, string) {
	private, public, err := record.NewKey(origin)
	if err != nil {
		panic(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		panic(err)
	}
	return signer, public
}

// files of the site, not of the log.
func (t tree) siteFiles(suffix string) []string {
	return t.names(func(name string) bool { return !strings.HasPrefix(name, "log/") && strings.HasSuffix(name, suffix) })
}
