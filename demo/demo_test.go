package demo

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"os"
	"stet.news/picture"
	"stet.news/picture/darkroom"
	"stet.news/story"
)

func stories(t *testing.T) []Story {
	t.Helper()
	all, err := Stories()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestMain(m *testing.M) {
	darkroom.Main()
	os.Exit(m.Run())
}

// TestTheSampleIsLargeEnough keeps what the demo promises: three editions that
// each look like a newspaper.
func TestTheSampleIsLargeEnough(t *testing.T) {
	n := map[string]int{}
	for _, s := range stories(t) {
		n[s.Edition]++
	}
	total := 0
	_, editions, sections := Newsroom()
	for _, e := range editions {
		if n[e.Tag] < 14 {
			t.Errorf("%d stories in %s, want 14 or more", n[e.Tag], e.Tag)
		}
		total += n[e.Tag]
	}
	if total < 48 {
		t.Errorf("%d stories, want 48 or more", total)
	}
	filed := map[string]int{}
	for _, s := range stories(t) {
		filed[s.Edition+" "+s.Revisions[0].Section]++
	}
	for _, e := range editions {
		for _, sec := range sections {
			if filed[e.Tag+" "+sec.Key] == 0 {
				t.Errorf("the section %s is empty in %s", sec.Key, e.Tag)
			}
			if sec.Names[e.Tag] == "" {
				t.Errorf("the section %s has no name in %s", sec.Key, e.Tag)
			}
			delete(filed, e.Tag+" "+sec.Key)
		}
	}
	for what := range filed {
		t.Errorf("stories in a section or edition the newsroom does not have: %s", what)
	}
}

// TestEveryKindOfThingIsSomewhere makes sure the demo shows all that a story
// can hold.
func TestEveryKindOfThingIsSomewhere(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range stories(t) {
		for _, r := range s.Revisions {
			seen["grade "+string(r.Grade)] = true
			if len(r.Bylines) > 1 {
				seen["two bylines"] = true
			}
			for _, b := range r.Body {
				seen[b.Kind()] = true
			}
			html := story.WriteHTML(r.Body, story.HTMLOptions{})
			for _, mark := range []string{"<strong", "<em", "href=\"tel:", "href=\"mailto:", "lang=\"tg\"", "dir=\"ltr\"", "<ol", "<ul", "<h3"} {
				if strings.Contains(html, mark) {
					seen[mark] = true
				}
			}
			if strings.Contains(marks(r.Body), "statement") {
				seen["statement"] = true
			}
		}
		if s.Retract != "" {
			seen["retracted"] = true
		}
	}
	for _, want := range []string{
		"paragraph", "heading", "list", "quotation", "picture", "table", "embed", "divider",
		"grade update", "grade correction", "grade clarification", "two bylines", "statement", "retracted",
		"<strong", "<em", "href=\"tel:", "href=\"mailto:", "lang=\"tg\"", "dir=\"ltr\"", "<ol", "<ul", "<h3",
	} {
		if !seen[want] {
			t.Errorf("no story has: %s", want)
		}
	}
}

func marks(b story.Body) string {
	data, _ := b.MarshalJSON()
	return string(data)
}

func TestEveryStoryIsInOrder(t *testing.T) {
	earlier := map[string]Story{}
	for _, s := range stories(t) {
		if _, twice := earlier[s.Key]; twice {
			t.Errorf("%s: the key stands twice", s.Key)
		}
		if s.Translates != "" {
			original, ok := earlier[s.Translates]
			if !ok || original.Edition == s.Edition {
				t.Errorf("%s translates %s, which does not come before it in another edition", s.Key, s.Translates)
			}
		}
		earlier[s.Key] = s
		for i, r := range s.Revisions {
			revision(t, s, i, r)
		}
	}
}

func revision(t *testing.T, s Story, i int, r story.Revision) {
	t.Helper()
	if again := r.Clean(); !reflect.DeepEqual(again, r) {
		t.Errorf("%s, revision %d is not clean", s.Key, i+1)
	}
	if n := len(r.Body); n < 4 || n > 16 {
		t.Errorf("%s, revision %d has %d blocks", s.Key, i+1, n)
	}
	if (i == 0) != (r.Grade == story.GradeNone) || (i == 0) != (r.Note == "") {
		t.Errorf("%s, revision %d: grade %q, note %q", s.Key, i+1, r.Grade, r.Note)
	}
	if r.Edition != s.Edition || r.Standfirst == "" || len(r.Bylines) == 0 || len(r.Topics) == 0 {
		t.Errorf("%s, revision %d lacks something", s.Key, i+1)
	}
	if back := story.ReadHTML(story.WriteHTML(r.Body, story.HTMLOptions{})); !reflect.DeepEqual(back.Clean(), r.Body) {
		t.Errorf("%s, revision %d: the body does not come back from HTML", s.Key, i+1)
	}
}

// TestLaterRevisionsLeaveEarlierOnesAlone: they are decoded on top of copies.
func TestLaterRevisionsLeaveEarlierOnesAlone(t *testing.T) {
	for _, s := range stories(t) {
		if s.Key != "clinic.en" {
			continue
		}
		first, second := story.PlainText(s.Revisions[0].Body), story.PlainText(s.Revisions[1].Body)
		if !strings.Contains(first, "six beds") || !strings.Contains(second, "four beds") {
			t.Error("the correction of clinic.en is lost")
		}
		if s.Revisions[0].Note != "" || s.Revisions[1].Headline != s.Revisions[0].Headline {
			t.Error("fields went from one revision into another")
		}
	}
}

// TestPicturesAreWhatTheStoreWouldKeep: a demo whose pictures changed when they
// were put into a store would refer to pictures that are not there.
func TestPicturesAreWhatTheStoreWouldKeep(t *testing.T) {
	referred := map[string]story.Picture{}
	for _, s := range stories(t) {
		for _, r := range s.Revisions {
			for _, p := range r.Pictures() {
				p.Alt, p.Caption, p.Credit = "", "", ""
				referred[picture.FileName(p)] = p
			}
		}
	}
	for name, data := range Pictures() {
		kept, clean, err := picture.Open("").Check(data)
		if err != nil || !bytes.Equal(clean, data) {
			t.Errorf("%s: the store would keep other bytes (%v)", name, err)
		}
		id := picture.FileName(kept)
		if kept != referred[id] {
			t.Errorf("%s: the store says %+v, the stories %+v", name, kept, referred[id])
		}
		delete(referred, id)
	}
	for name := range referred {
		t.Errorf("%s is referred to and not there", name)
	}
}

// TestLettersAreTheRightOnes catches what keyboards and converters do to
// Arabic-script text: Arabic kaf and yeh in Dari, presentation forms, hidden
// direction marks, joiners at the edges of words.
func TestLettersAreTheRightOnes(t *testing.T) {
	for _, s := range stories(t) {
		for _, r := range s.Revisions {
			text := r.Headline + " " + r.Standfirst + " " + r.Note + " " + story.PlainText(r.Body)
			for _, c := range text {
				if wrong(c, s.Edition) {
					t.Errorf("%s holds %U", s.Key, c)
					break
				}
			}
			if strings.Contains(text, "\u200c ") || strings.Contains(text, " \u200c") {
				t.Errorf("%s: a joiner stands at the edge of a word", s.Key)
			}
			if strings.ContainsAny(text, "{}|_") {
				t.Errorf("%s holds marks of some other markup", s.Key)
			}
			if s.Edition == "ps" && !strings.ContainsAny(text, "ټډړږښڼ") {
				t.Errorf("%s has none of Pashto's own letters", s.Key)
			}
		}
	}
}

func wrong(c rune, edition string) bool {
	switch {
	case c == '\u200c':
		return edition == "en"
	case c == '\u0643', c >= 0xFB50 && c <= 0xFDFF, c >= 0xFE70 && c <= 0xFEFF: // Arabic kaf, presentation forms
		return true
	case c == '\u064A', c == '\u0649': // Arabic yeh, alef maksura
		return edition != "ps"
	case strings.ContainsRune("ټډړږښڼېۍځڅ", c): // Pashto's own
		return edition == "fa-AF"
	}
	return unicode.Is(unicode.Bidi_Control, c)
}
