package record_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/proof"
	"stet.news/record"
	"stet.news/story"
)

var update = flag.Bool("update", false, "write docs/record-vectors.json again; only before the form is frozen")

const vectorsFile = "../docs/record-vectors.json"

// The example log's key. It signs nothing but these vectors.
const (
	vectorPrivate = "PRIVATE+KEY+news.example.org+3838ff4c+AT8zYew+1QMGVOy347b2u6gkkayGL3TEUHZZ5bP0/GEn"
	vectorPublic  = "news.example.org+3838ff4c+AdbxGuusxs0TBFSSG3leljm0zSTZf+/KBMYJt9I1cTLk"
)

// TestVectors makes the vectors of docs/record-format.md anew and holds them
// against the file. A difference means that the form has changed, and records
// that are signed already would no longer verify.
func TestVectors(t *testing.T) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(makeVectors(t)); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(vectorsFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	got, kept := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(kept)) {
		if i >= len(got) || i >= len(kept) || got[i] != kept[i] {
			t.Fatalf("%s:%d: the frozen form has changed: now\n%s\nbefore\n%s", vectorsFile, i+1, lineOf(got, i), lineOf(kept, i))
		}
	}
}

// TestPage makes sure that the examples on the page are those of the vectors.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../docs/record-format.md")
	if err != nil {
		t.Fatal(err)
	}
	v := makeVectors(t)
	_, line, _ := strings.Cut(v.Revisions[1].Line, `{"leaf":2,"pieces":[`)
	erased := strings.SplitAfter(v.Revisions[5].Line, `"},`)[2]
	for what, example := range map[string]string{
		"a piece's hash": v.Pieces[1].Hash, "a salt": v.Pieces[1].Salt,
		"a leaf": v.Log.Leaves[3].Text, "a leaf's hash": v.Log.Leaves[1].Hash,
		"a checkpoint": v.Log.Checkpoints[6], "a proof": v.Log.Proofs[1],
		"a sentence with marks": strings.Replace(v.Revisions[0].Pieces[11].Text, ". \n", ".·", 1)[:40],
		"a line":                strings.SplitAfter(line, `"},`)[0][:60], "an erased piece": strings.TrimSuffix(erased, ","),
	} {
		if !bytes.Contains(page, []byte(example)) {
			t.Errorf("docs/record-format.md does not hold %s as the vectors do:\n%s", what, example)
		}
	}
}

func lineOf(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

// vectors is the file. Bytes are in lower-case hex unless a member's name says
// otherwise; texts are as they are.
type vectors struct {
	Form       string          `json:"form"`
	Key        keyVector       `json:"key"`
	Pieces     []pieceVector   `json:"pieces"`
	PieceTrees []treeVector    `json:"piece_trees"`
	Revisions  []revVector     `json:"revisions"`
	Log        logVector       `json:"log"`
	LongLog    longVector      `json:"long_log"`
	Refused    []refusedVector `json:"refused"`
	Later      []laterVector   `json:"later"`
}

type keyVector struct {
	Private string `json:"private"`
	Public  string `json:"public"`
}

type pieceVector struct {
	Salt string `json:"salt,omitempty"`
	Type string `json:"type"`
	Text string `json:"text"`
	Hash string `json:"hash"`
}

type treeVector struct {
	Hashes []string `json:"hashes"`
	Root   string   `json:"root"`
}

// revVector is a revision in every form; the erased one's pieces have no salt.
type revVector struct {
	Name     string          `json:"name"`
	Leaf     int64           `json:"leaf"` // of the example log
	Revision json.RawMessage `json:"revision,omitempty"`
	Pieces   []pieceVector   `json:"pieces"`
	Root     string          `json:"root"`
	Stored   string          `json:"stored"`
	Line     string          `json:"line"`
}

// laterVector is a piece list that the first version of the stored form cannot
// hold. It stands in no log: the example log was frozen before.
type laterVector struct {
	Name    string        `json:"name"`
	Version int           `json:"version"`
	Pieces  []pieceVector `json:"pieces"`
	Root    string        `json:"root"`
	Stored  string        `json:"stored"`
}

type logVector struct {
	Leaves      []leafVector        `json:"leaves"`
	Checkpoints []string            `json:"checkpoints"` // of each size from 1
	Entries     string              `json:"entries"`     // the bundle of all leaves
	Tile        string              `json:"tile"`        // the level 0 tile of all leaves
	Proofs      []string            `json:"proofs"`      // tlog-proof of each leaf, under the newest checkpoint
	Consistency []consistencyVector `json:"consistency"`
}

type leafVector struct {
	Text string `json:"text"`
	Hash string `json:"hash"`
}

type consistencyVector struct {
	Old    int64    `json:"old"`
	Size   int64    `json:"size"`
	Hashes []string `json:"hashes"`
}

// longVector is a log of leaves that are no stet leaves but the texts "0\n",
// "1\n" and so on: it shows tiles of two levels.
type longVector struct {
	Size   int64             `json:"size"`
	Root   string            `json:"root"`
	Tiles  map[string]string `json:"tiles"` // path: SHA-256 of the file
	Proof0 []string          `json:"proof_255"`
	Proof1 []string          `json:"proof_256"`
}

type refusedVector struct {
	What string `json:"what"`
	Form string `json:"form"` // leaf, stored, checkpoint or line
	Text string `json:"text,omitempty"`
	Hex  string `json:"hex,omitempty"`
}

func makeVectors(t *testing.T) vectors {
	v := vectors{Form: record.LeafVersion, Key: keyVector{vectorPrivate, vectorPublic}}
	v.Pieces, v.PieceTrees = pieceVectors(), treeVectors()
	l := newVectorLog(t)
	l.history()
	v.Revisions, v.Log = l.revs, l.log()
	v.LongLog = longLog(t)
	v.Refused = refusals(l)
	v.Later = laterVectors(t)
	return v
}

// laterVectors are a card with its picture, and what is left when that was erased.
func laterVectors(t *testing.T) (out []laterVector) {
	pieces, err := record.Pieces(story.Revision{Headline: "Bridge to reopen", Body: story.Body{
		story.Paragraph{Text: story.Plain("The bridge will reopen.")},
		story.Embed{URL: "https://film.example/1", Title: "Before and after", Provider: "film.example", Picture: &story.Picture{
			SHA256: strings.Repeat("02468ace13579bdf", 4), Type: "image/jpeg", Width: 1200, Height: 630, Decorative: true,
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range pieces {
		pieces[i].Salt = salt(1000 + i)
	}
	last := len(pieces) - 1
	for _, name := range []string{"a card with a picture", "the picture of a card, erased"} {
		out = append(out, laterVector{name, 2, vectorsOf(pieces), hexOf(record.Root(pieces)), hex.EncodeToString(record.EncodePieces(pieces))})
		pieces[last] = pieces[last].Erase()
	}
	return out
}

// salt is the n-th salt of the vectors: the first 16 bytes of SHA-256("salt n").
func salt(n int) (s [record.SaltSize]byte) {
	sum := sha256.Sum256(fmt.Appendf(nil, "salt %d", n))
	copy(s[:], sum[:])
	return s
}

func vectorOf(p record.Piece) pieceVector {
	h := p.Hash()
	if p.Erased {
		return pieceVector{Type: p.Type, Hash: hex.EncodeToString(h[:])}
	}
	return pieceVector{Salt: hex.EncodeToString(p.Salt[:]), Type: p.Type, Text: p.Text, Hash: hex.EncodeToString(h[:])}
}

func vectorsOf(pieces []record.Piece) (out []pieceVector) {
	for _, p := range pieces {
		out = append(out, vectorOf(p))
	}
	return out
}

func pieceVectors() []pieceVector {
	return vectorsOf([]record.Piece{
		{},
		{Salt: salt(0), Type: "headline", Text: "Bridge to reopen"},
		{Salt: salt(1), Type: "headline", Text: "Bridge to reopen"},
		{Salt: salt(0), Type: "body 3 paragraph", Text: "می\u200cگوید: «بله». "},
		{Salt: salt(0), Type: "byline", Text: "Sara Ahmadi\nperson sara-ahmadi"},
	})
}

func treeVectors() (out []treeVector) {
	for n := range 10 {
		var pieces []record.Piece
		v := treeVector{Hashes: []string{}}
		for i := range n {
			p := record.Piece{Salt: salt(i), Type: "headline", Text: fmt.Sprint(i)}
			pieces = append(pieces, p)
			v.Hashes = append(v.Hashes, vectorOf(p).Hash)
		}
		v.Root = hexOf(record.Root(pieces))
		out = append(out, v)
	}
	return out
}

func hexOf(h tlog.Hash) string { return hex.EncodeToString(h[:]) }

func hexes(hashes []tlog.Hash) []string {
	out := []string{}
	for _, h := range hashes {
		out = append(out, hexOf(h))
	}
	return out
}

// vectorLog is the example log as it grows.
type vectorLog struct {
	t      *testing.T
	texts  [][]byte
	hashes hashList
	revs   []revVector
	pieces map[int64][]record.Piece
	salts  int
	signed []string
}

func newVectorLog(t *testing.T) *vectorLog {
	return &vectorLog{t: t, pieces: map[int64][]record.Piece{}}
}

type hashList []tlog.Hash

func (h hashList) ReadHashes(indexes []int64) (out []tlog.Hash, err error) {
	for _, i := range indexes {
		out = append(out, h[i])
	}
	return out, nil
}

// history is the life of one story and its translation.
func (l *vectorLog) history() {
	at := time.Date(2026, 11, 23, 9, 44, 24, 0, time.UTC)
	next := func() time.Time { at = at.Add(61 * time.Second); return at }
	first, second := story.ID{1, 2, 3}, story.ID{0xfd, 0xff}

	l.add(record.Leaf{Kind: record.Key, Previous: -1, At: at, Key: vectorPublic, Root: sha256.Sum256([]byte(vectorPublic))})
	english := exampleRevision(first, at)
	one := l.revision("english, first", record.Leaf{Kind: record.Publish, Previous: -1, At: next()}, english)
	dari := dariRevision(second, first, at)
	two := l.revision("dari, first: an imported translation", record.Leaf{Kind: record.Publish, Previous: -1, At: next()}, dari)
	english.Number, english.Headline, english.Grade = 2, "Bridge across the Kokcha reopens", story.GradeMinor
	three := l.revision("english, second: a minor change", record.Leaf{Kind: record.Revise, Previous: one, At: next()}, english)
	english.Number, english.Grade, english.Note = 3, story.GradeCorrection, "An earlier version gave the wrong year."
	four := l.revision("english, third: a correction", record.Leaf{Kind: record.Correct, Previous: three, At: next()}, english)
	stone := story.Revision{Story: second, Number: 2, Edition: "fa-AF", Slug: dari.Slug, TranslationOf: first, Published: dari.Published, Note: "به اشتباه نشر شد."}
	l.revision("dari, second: a retraction", record.Leaf{Kind: record.Retract, Previous: two, At: next()}, stone)
	l.erase("english, first: after an erasure", one, four, next())
}

func exampleRevision(id story.ID, at time.Time) story.Revision {
	return story.Revision{
		Story: id, Number: 1, Edition: "en", Slug: "bridge-to-reopen", Section: "afghanistan",
		Headline: "Bridge to reopen", Standfirst: "Repairs took two years.",
		Bylines:  []story.Byline{{Name: "Sara Ahmadi", Person: "sara-ahmadi"}, {Name: "Staff"}},
		Dateline: "Faizabad", Topics: []story.Topic{{Name: "Roads & bridges", Key: "roads-bridges"}},
		Lead: &story.Picture{
			SHA256: strings.Repeat("0123456789abcdef", 4), Type: "image/jpeg", Width: 1200, Height: 800,
			Alt: "A bridge.", Caption: "The bridge in May.", Credit: "S. Ahmadi", FocalX: 500, FocalY: 333,
		},
		Published: at, Source: "https://old.example.org/?p=17",
		Body: story.Body{
			story.Paragraph{Text: story.Text{
				{Text: "The bridge "}, {Text: "will", Marks: story.Marks{Strong: true, Emphasis: true}},
				{Text: " reopen, "}, {Text: "the governor said", Marks: story.Marks{Link: "https://example.org/a?b=c"}},
				{Text: ". “"}, {Text: "We waited. It is time.", Marks: story.Marks{Statement: "Gul Rahman"}}, {Text: "”"},
			}},
			story.Heading{Level: 2, Text: story.Plain("What was done")},
			story.List{Ordered: true, Items: []story.Text{story.Plain("New piers. New deck."), story.Plain("Paint.")}},
			story.Quotation{
				Paragraphs:  []story.Text{story.Plain("پل باز شد. می\u200cرویم.")},
				Attribution: story.Plain("a driver"),
				Foreign:     story.Foreign{Lang: "fa-AF", Dir: story.RightToLeft},
			},
			story.Table{Caption: "Cost", Header: true, Rows: [][]story.Text{
				{story.Plain("Year"), story.Plain("Afghani")}, {story.Plain("2025"), nil},
			}},
			story.PictureBlock{Picture: story.Picture{SHA256: strings.Repeat("fedcba9876543210", 4), Type: "image/png", Width: 9, Height: 9, Decorative: true}},
			story.Embed{URL: "https://film.example/1", Title: "Before and after", Provider: "film.example"},
			story.Divider{},
			story.Paragraph{Text: story.Text{
				{Text: "One line\nand "}, {Text: "میدان هوایی", Marks: story.Marks{Lang: "fa-AF", Dir: story.RightToLeft}}, {Text: " the next."},
			}},
		},
	}.Clean()
}

func dariRevision(id, of story.ID, at time.Time) story.Revision {
	return story.Revision{
		Story: id, Number: 1, Edition: "fa-AF", Slug: "پل-باز-می-شود", Headline: "پل باز می\u200cشود",
		Grade: story.GradeImported, TranslationOf: of, Published: at.AddDate(-1, 0, 0),
		Body: story.Body{story.Paragraph{Text: story.Plain("والی گفت: «پل باز می\u200cشود.» مردم خوش\u200cاند.")}},
	}.Clean()
}

func (l *vectorLog) add(leaf record.Leaf) int64 {
	n := int64(len(l.texts))
	text := leaf.Text()
	hashes, err := tlog.StoredHashes(n, text, l.hashes)
	if err != nil {
		l.t.Fatal(err)
	}
	l.texts, l.hashes = append(l.texts, text), append(l.hashes, hashes...)
	l.signed = append(l.signed, l.sign())
	return n
}

func (l *vectorLog) sign() string {
	signer, err := note.NewSigner(vectorPrivate)
	if err != nil {
		l.t.Fatal(err)
	}
	size := int64(len(l.texts))
	root, err := tlog.TreeHash(size, l.hashes)
	if err != nil {
		l.t.Fatal(err)
	}
	signed, err := record.Checkpoint{Origin: signer.Name(), Size: size, Root: root}.Sign(signer)
	if err != nil {
		l.t.Fatal(err)
	}
	return string(signed)
}

func (l *vectorLog) revision(name string, leaf record.Leaf, rev story.Revision) int64 {
	pieces, err := record.Pieces(rev)
	if err != nil {
		l.t.Fatal(err)
	}
	for i := range pieces {
		pieces[i].Salt = salt(l.salts)
		l.salts++
	}
	leaf.Story, leaf.Revision, leaf.Language, leaf.Grade, leaf.Root = rev.Story, rev.Number, rev.Edition, rev.Grade, record.Root(pieces)
	n := l.add(leaf)
	l.pieces[n] = pieces
	text, err := json.Marshal(rev)
	if err != nil {
		l.t.Fatal(err)
	}
	l.revs = append(l.revs, l.vector(name, n, text))
	return n
}

func (l *vectorLog) vector(name string, leaf int64, rev json.RawMessage) revVector {
	pieces := l.pieces[leaf]
	v := revVector{
		Name: name, Leaf: leaf, Revision: rev, Pieces: vectorsOf(pieces), Root: hexOf(record.Root(pieces)), Stored: hex.EncodeToString(record.EncodePieces(pieces)),
	}
	line, err := proof.List{Leaf: leaf, Pieces: pieces}.Append(nil)
	if err != nil {
		l.t.Fatal(err)
	}
	v.Line = string(line)
	return v
}

// erase takes the byline and two sentences out of the revision of a leaf.
func (l *vectorLog) erase(name string, leaf, previous int64, at time.Time) {
	pieces := append([]record.Piece(nil), l.pieces[leaf]...)
	var gone []int
	for i, p := range pieces {
		if p.Text == "Sara Ahmadi\nperson sara-ahmadi" || strings.HasPrefix(p.Text, "“We waited") || strings.HasPrefix(p.Text, "It is time") {
			pieces[i] = p.Erase()
			gone = append(gone, i)
		}
	}
	l.pieces[leaf] = pieces
	first, err := record.ParseLeaf(l.texts[leaf])
	if err != nil || len(gone) < 3 {
		l.t.Fatal(err, gone)
	}
	l.add(record.Leaf{
		Kind: record.Erase, Story: first.Story, Revision: first.Revision, Previous: previous, Language: first.Language,
		At: at, Root: first.Root, Pieces: gone, Basis: record.BasisSafety,
	})
	l.revs = append(l.revs, l.vector(name, leaf, nil))
}

func (l *vectorLog) log() logVector {
	size := int64(len(l.texts))
	v := logVector{Checkpoints: l.signed}
	var entries, tile []byte
	for i, text := range l.texts {
		h := tlog.RecordHash(text)
		v.Leaves = append(v.Leaves, leafVector{string(text), hexOf(h)})
		entries, tile = proof.AppendEntry(entries, text), append(tile, h[:]...)
		hashes, err := tlog.ProveRecord(size, int64(i), l.hashes)
		if err != nil {
			l.t.Fatal(err)
		}
		p := proof.Inclusion{Index: int64(i), Hashes: hashes, Checkpoint: []byte(l.signed[size-1])}
		v.Proofs = append(v.Proofs, string(p.Text()))
	}
	v.Entries, v.Tile = hex.EncodeToString(entries), hex.EncodeToString(tile)
	for old := int64(1); old <= size; old++ {
		hashes, err := tlog.ProveTree(size, old, l.hashes)
		if err != nil {
			l.t.Fatal(err)
		}
		v.Consistency = append(v.Consistency, consistencyVector{old, size, hexes(hashes)})
	}
	return v
}

func longLog(t *testing.T) longVector {
	const size = 300
	var hashes hashList
	var leaves, tops []byte
	for i := range int64(size) {
		text := fmt.Appendf(nil, "%d\n", i)
		more, err := tlog.StoredHashes(i, text, hashes)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, more...)
		leaves = append(leaves, more[0][:]...)
		if len(more) == 9 {
			tops = append(tops, more[8][:]...)
		}
	}
	root, err1 := tlog.TreeHash(size, hashes)
	p255, err2 := tlog.ProveRecord(size, 255, hashes)
	p256, err3 := tlog.ProveRecord(size, 256, hashes)
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	sum := func(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }
	return longVector{
		Size: size, Root: hexOf(root), Proof0: hexes(p255), Proof1: hexes(p256),
		Tiles: map[string]string{
			proof.TilePath(0, 0, 256): sum(leaves[:256*32]),
			proof.TilePath(0, 1, 44):  sum(leaves[256*32:]),
			proof.TilePath(1, 0, 1):   sum(tops),
		},
	}
}

// refusals are what a reader must not take.
func refusals(l *vectorLog) []refusedVector {
	leaf := string(l.texts[3])
	stored := record.EncodePieces(l.pieces[3][:2])
	checkpoint := strings.SplitAfter(l.signed[3], "\n\n")[0]
	checkpoint = checkpoint[:len(checkpoint)-1]
	line := l.revs[2].Line
	swap := strings.NewReplacer
	out := []refusedVector{
		{What: "another version", Form: "leaf", Text: swap("stet/1", "stet/2").Replace(leaf)},
		{What: "no newline at the end", Form: "leaf", Text: strings.TrimSuffix(leaf, "\n")},
		{What: "a line too many", Form: "leaf", Text: leaf + "headline Bridge\n"},
		{What: "lines in another order", Form: "leaf", Text: swap("revision 2\nprevious 1\n", "previous 1\nrevision 2\n").Replace(leaf)},
		{What: "a number with a zero in front", Form: "leaf", Text: swap("revision 2", "revision 02").Replace(leaf)},
		{What: "a time with a fraction", Form: "leaf", Text: swap("Z\n", ".0Z\n").Replace(leaf)},
		{What: "an empty value", Form: "leaf", Text: swap("grade minor", "grade ").Replace(leaf)},
		{What: "an act that is none", Form: "leaf", Text: swap("act revise", "act unpublish").Replace(leaf)},
		{What: "carriage returns", Form: "leaf", Text: strings.ReplaceAll(leaf, "\n", "\r\n")},
		{What: "another version", Form: "stored", Hex: "02" + hex.EncodeToString(stored[1:])},
		{What: "a byte too many", Form: "stored", Hex: hex.EncodeToString(stored) + "00"},
		{What: "cut short", Form: "stored", Hex: hex.EncodeToString(stored[:len(stored)-1])},
		{What: "a count in more bytes than it needs", Form: "stored", Hex: "018200" + hex.EncodeToString(stored[2:])},
		{What: "a third state", Form: "stored", Hex: "010102" + hex.EncodeToString(stored[3:])},
		{What: "an extension line", Form: "checkpoint", Text: checkpoint + "more\n"},
		{What: "a size with a sign", Form: "checkpoint", Text: swap("\n4\n", "\n+4\n").Replace(checkpoint)},
		{What: "a root that is too short", Form: "checkpoint", Text: "news.example.org\n4\nAAAA\n"},
		{What: "a space after a comma", Form: "line", Text: swap(`,"pieces"`, `, "pieces"`).Replace(line)},
		{What: "an escape that is not needed", Form: "line", Text: swap(`Bridge across`, `\u0042ridge across`).Replace(line)},
		{What: "members in another order", Form: "line", Text: `{"pieces":[],"leaf":3}` + "\n"},
	}
	return out
}

// TestRefusals makes sure that they are refused, and that the lawful forms next
// to them are not.
func TestRefusals(t *testing.T) {
	read := map[string]func([]byte) error{
		"leaf":       func(b []byte) error { _, err := record.ParseLeaf(b); return err },
		"stored":     func(b []byte) error { _, err := record.DecodePieces(b); return err },
		"checkpoint": func(b []byte) error { _, err := record.ParseCheckpoint(string(b)); return err },
		"line":       func(b []byte) error { _, err := proof.ParseList(string(b)); return err },
	}
	v := makeVectors(t)
	seen := map[string]bool{}
	for _, r := range v.Refused {
		b := []byte(r.Text)
		if r.Hex != "" {
			b, _ = hex.DecodeString(r.Hex)
		}
		if err := read[r.Form](b); err == nil {
			t.Errorf("taken: a %s with %s: %q", r.Form, r.What, b)
		}
		if seen[string(b)] {
			t.Errorf("a %s with %s is one that was there before: the change changed nothing", r.Form, r.What)
		}
		seen[string(b)] = true
	}
	for i, l := range v.Log.Leaves {
		if err := read["leaf"]([]byte(l.Text)); err != nil || seen[l.Text] {
			t.Errorf("leaf %d: %v", i, err)
		}
	}
	for _, r := range v.Revisions {
		b, _ := hex.DecodeString(r.Stored)
		if err := read["stored"](b); err != nil {
			t.Errorf("%s: %v", r.Name, err)
		}
		if err := read["line"]([]byte(r.Line)); err != nil || seen[r.Line] {
			t.Errorf("%s: %v", r.Name, err)
		}
	}
}
