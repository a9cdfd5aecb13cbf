package record

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"stet.news/story"
)

// randomRevision makes a Clean revision that uses every kind of block and mark.
func randomRevision(r *rand.Rand) story.Revision {
	words := strings.Fields("Kabul said. می\u200cرود ښوونځی “quoted.” 3.5 رفت؟ کتاب\u200cها Mr. X! long… road e\u0301tude")
	line := func(n int) string {
		var b []string
		for range 1 + r.IntN(n) {
			b = append(b, words[r.IntN(len(words))])
		}
		return story.Line(strings.Join(b, " "))
	}
	text := func() story.Text {
		var t story.Text
		for range 1 + r.IntN(4) {
			s := story.Span{Text: line(12) + " "}
			switch r.IntN(8) {
			case 0:
				s.Strong = true
			case 1:
				s.Emphasis, s.Link = true, "https://example.org/a?b=c d"
				s.Link = "https://example.org/a?b=c"
			case 2:
				s.Lang, s.Dir = "ps", story.RightToLeft
			case 3:
				s.Statement = "Sara Ahmadi"
			case 4:
				s.Text += line(3) + "\n" + line(3) + " "
			}
			t = append(t, s)
		}
		return t
	}
	foreign := func() story.Foreign {
		if r.IntN(4) == 0 {
			return story.Foreign{Lang: "fa", Dir: story.RightToLeft}
		}
		return story.Foreign{}
	}
	pic := story.Picture{SHA256: strings.Repeat("ab", 32), Type: "image/jpeg", Width: 10, Height: 20, Alt: line(5), Caption: line(9), Credit: line(2), FocalX: 3, FocalY: 4}
	rev := story.Revision{
		Edition: "en", Slug: story.MakeSlug(line(3), story.SlugNative), Section: "world", Headline: line(6), Standfirst: line(20),
		Bylines:  []story.Byline{{Name: line(2), Person: "p"}, {Name: line(2)}},
		Dateline: "Kabul", Topics: []story.Topic{{Name: "Water", Key: "water"}}, Published: time.Unix(1.7e9, 0).UTC(),
		TranslationOf: story.NewID(), Note: line(9), Source: "https://old.example/x",
	}
	if r.IntN(2) == 0 {
		rev.Lead = &pic
	}
	blocks := []func() story.Block{
		func() story.Block { return story.Paragraph{Text: text(), Foreign: foreign()} },
		func() story.Block { return story.Heading{Level: 2 + r.IntN(2), Text: text(), Foreign: foreign()} },
		func() story.Block {
			return story.List{Ordered: r.IntN(2) == 0, Items: []story.Text{text(), text()}, Foreign: foreign()}
		},
		func() story.Block {
			return story.Quotation{Paragraphs: []story.Text{text(), text()}, Attribution: text(), Foreign: foreign()}
		},
		func() story.Block { return story.PictureBlock{Picture: pic} },
		func() story.Block {
			return story.Table{Caption: line(4), Header: r.IntN(2) == 0, Rows: [][]story.Text{{text(), nil}, {text(), text()}}, Foreign: foreign()}
		},
		func() story.Block { return story.Embed{URL: "https://e.example/1", Title: line(5), Provider: "E"} },
		func() story.Block { return story.Embed{URL: "https://e.example/2", Title: line(5), Picture: &pic} },
		func() story.Block { return story.Divider{} },
	}
	for range 1 + r.IntN(8) {
		rev.Body = append(rev.Body, blocks[r.IntN(len(blocks))]())
	}
	return rev.Clean()
}

func TestPiecesGiveTheRevisionBack(t *testing.T) {
	for seed := range uint64(3000) {
		want := randomRevision(rand.New(rand.NewPCG(seed, 0)))
		pieces, err := Pieces(want)
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := DecodePieces(EncodePieces(pieces))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !reflect.DeepEqual(decoded, pieces) {
			t.Fatalf("seed %d: decoded differs", seed)
		}
		got, err := Revision(decoded)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want.Edition = "" // the leaf's to say
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d:\n got %+v\nwant %+v", seed, got, want)
		}
	}
}

// TestCardsPicture: it can be erased by itself, goes with its link, and stands
// behind a card or nowhere. Lists that have one say so in their first byte.
func TestCardsPicture(t *testing.T) {
	card := story.Embed{URL: "https://e.example/1", Title: "A film", Picture: &story.Picture{SHA256: strings.Repeat("ab", 32), Type: "image/png", Width: 2, Height: 1, Decorative: true}}
	bare := card
	bare.Picture = nil
	gone := story.Paragraph{Text: story.Text{{Text: story.ErasedText, Marks: story.Marks{Erased: true}}}}
	pieces, err := Pieces(story.Revision{Body: story.Body{card, bare}})
	if err != nil || len(pieces) != 3 {
		t.Fatal(pieces, err)
	}
	for _, c := range []struct {
		erased []int
		want   story.Body
	}{
		{nil, story.Body{card, bare}}, {[]int{1}, story.Body{bare, bare}}, {[]int{0}, story.Body{gone, bare}}, {[]int{0, 1}, story.Body{gone, bare}},
	} {
		left := slices.Clone(pieces)
		for _, n := range c.erased {
			left[n] = left[n].Erase()
		}
		if got, err := Revision(left); err != nil || !reflect.DeepEqual(got.Body, c.want) {
			t.Errorf("without %v: %+v, %v", c.erased, got.Body, err)
		}
		stored := EncodePieces(left)
		if stored[0] != 2 {
			t.Errorf("without %v it is stored as version %d", c.erased, stored[0])
		}
		stored[0] = 1
		if _, err := DecodePieces(stored); err == nil {
			t.Errorf("without %v version 1 takes it", c.erased)
		}
	}
	if _, err := Revision(pieces[1:]); err == nil {
		t.Error("a picture of no card is read")
	}
	if first := EncodePieces(pieces[2:])[0]; first != 1 {
		t.Errorf("a card without a picture is stored as version %d", first)
	}
}

func TestErasingKeepsTheRoot(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		pieces, err := Pieces(randomRevision(r))
		if err != nil {
			t.Fatal(err)
		}
		root := Root(pieces)
		for range 3 {
			i := r.IntN(len(pieces))
			pieces[i] = pieces[i].Erase()
		}
		if Root(pieces) != root {
			t.Fatalf("seed %d: erasing changed the root", seed)
		}
		if _, err := Revision(pieces); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if b := EncodePieces(pieces); len(b) == 0 {
			t.Fatal("nothing encoded")
		}
	}
}

func TestLeafHasOneSpelling(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 44, 24, 0, time.UTC)
	leaves := []Leaf{
		{Kind: Publish, Story: story.NewID(), Revision: 1, Previous: -1, Language: "fa-AF", At: at, Root: Root(nil)},
		{Kind: Correct, Story: story.NewID(), Revision: 7, Previous: 18231, Language: "en", At: at, Grade: story.GradeCorrection},
		{Kind: Erase, Story: story.NewID(), Revision: 2, Previous: 5, Language: "ps", At: at, Pieces: []int{1, 2, 3, 9}, Basis: BasisCourt},
		{Kind: Erase, Story: story.NewID(), Revision: 2, Previous: 5, Language: "ps", At: at, Pieces: []int{0}},
		{Kind: Key, Previous: -1, At: at, Key: "example.org+1234abcd+AAAA"},
	}
	for _, l := range leaves {
		text := l.Text()
		if len(text) > MaxLeaf {
			t.Errorf("%s leaf has %d bytes", l.Kind, len(text))
		}
		got, err := ParseLeaf(text)
		if err != nil || !reflect.DeepEqual(got, l) {
			t.Errorf("parse %q: got %+v, %v", text, got, err)
		}
		for i := range text {
			changed := append([]byte(nil), text...)
			changed[i] ^= 1
			if got, err := ParseLeaf(changed); err == nil && reflect.DeepEqual(got, l) {
				t.Errorf("byte %d of %q changes nothing", i, text)
			}
		}
	}
}

func FuzzParseLeaf(f *testing.F) {
	f.Add(Leaf{Kind: Publish, Story: story.ID{1}, Revision: 1, Previous: -1, Language: "en", At: time.Unix(0, 0)}.Text())
	f.Add(Leaf{Kind: Erase, Story: story.ID{1}, Revision: 1, Previous: 3, At: time.Unix(0, 0), Pieces: []int{1, 2, 5}}.Text())
	f.Fuzz(func(t *testing.T, text []byte) {
		if l, err := ParseLeaf(text); err == nil && string(l.Text()) != string(text) {
			t.Errorf("a second spelling: %q", text)
		}
	})
}

func FuzzDecodePieces(f *testing.F) {
	pieces, _ := Pieces(randomRevision(rand.New(rand.NewPCG(1, 1))))
	f.Add(EncodePieces(pieces))
	pieces[0] = pieces[0].Erase()
	f.Add(EncodePieces(pieces))
	f.Fuzz(func(t *testing.T, blob []byte) {
		pieces, err := DecodePieces(blob)
		if err != nil {
			return
		}
		if string(EncodePieces(pieces)) != string(blob) {
			t.Errorf("a second spelling: %x", blob)
		}
		Revision(pieces) // may refuse, must not panic
	})
}

func FuzzCheckpoint(f *testing.F) {
	f.Add(Checkpoint{Origin: "example.org", Size: 7}.Text())
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := ParseCheckpoint(text); err == nil && c.Text() != text {
			t.Errorf("a second spelling: %q", text)
		}
	})
}
