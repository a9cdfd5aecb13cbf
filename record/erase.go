package record

import (
	"fmt"
	"slices"
	"strings"

	"stet.news/story"
)

// Target names pieces of one revision that are to be erased.
type Target struct {
	Revision int
	Pieces   []int // rising
}

// keptTypes are never erased: they hold a date, a key of the newsroom's own or
// a random number, and the story's place in the lists hangs on them.
var keptTypes = []string{typePublished, typeSection, typeTranslation}

// EraseActs finds every piece, in all revisions of a story, whose text match
// says yes to, and gives the acts that erase them. No match is ErrNoStory.
// Words that stand in several revisions are erased in all of them, because
// erasing one copy of a name hides nothing.
func EraseActs(rd Reader, id story.ID, match func(p Piece) bool, basis Basis) ([]Act, error) {
	e, err := EntryOf(rd, id)
	if err != nil {
		return nil, err
	}
	var acts []Act
	for n := 1; n <= e.Revision; n++ {
		pieces, _, err := PiecesOf(rd, id, n)
		if err != nil {
			return nil, err
		}
		var found []int
		for i, p := range pieces {
			if !p.Erased && !slices.Contains(keptTypes, p.Type) && match(p) {
				found = append(found, i)
			}
		}
		for _, part := range splitPieces(found) {
			acts = append(acts, Act{Kind: Erase, Story: id, Erase: Target{Revision: n, Pieces: part}, Basis: basis})
		}
	}
	if len(acts) == 0 {
		return nil, fmt.Errorf("%w: nothing in story %s matches", ErrNoStory, id)
	}
	return acts, nil
}

// splitPieces cuts a long list so that each part fits a leaf.
func splitPieces(numbers []int) [][]int {
	const room = 120 // bytes of a leaf's pieces line
	var parts [][]int
	for len(numbers) > 0 {
		n := len(numbers)
		for n > 1 && len(spans(numbers[:n])) > room {
			n = (n + 1) / 2
		}
		parts, numbers = append(parts, numbers[:n]), numbers[n:]
	}
	return parts
}

// PiecesOf gives the piece list of a story's revision and the leaf it stands in.
func PiecesOf(rd Reader, id story.ID, number int) (pieces []Piece, leaf int64, err error) {
	leaf, ok, err := rd.RevisionLeaf(id, number)
	if err != nil {
		return nil, 0, err
	}
	if !ok {
		return nil, 0, fmt.Errorf("%w: %s revision %d", ErrNoStory, id, number)
	}
	err = rd.Leaves(leaf, leaf+1, func(_ int64, _, blob []byte) error {
		pieces, err = DecodePieces(blob)
		return err
	})
	return pieces, leaf, err
}

// Words is a piece's text without what marks it, as a reader sees it.
func (p Piece) Words() string {
	words, _, _ := strings.Cut(p.Text, "\n")
	return strings.TrimSpace(words)
}

// erase takes text and salt from pieces of one revision and says so in a leaf.
func (w *writer) erase(act Act) (Receipt, error) {
	e, err := EntryOf(w.tx, act.Story)
	if err != nil {
		return Receipt{}, err
	}
	if act.Basis != "" && !slices.Contains(Bases, act.Basis) {
		return Receipt{}, invalid("%q is no basis for an erasure (%v)", act.Basis, Bases)
	}
	pieces, leaf, err := PiecesOf(w.tx, act.Story, act.Erase.Revision)
	if err != nil {
		return Receipt{}, err
	}
	root := Root(pieces)
	lost, err := eraseFrom(pieces, act.Erase.Pieces)
	if err != nil {
		return Receipt{}, err
	}
	if err := w.tx.EraseBlob(leaf, EncodePieces(pieces)); err != nil {
		return Receipt{}, err
	}
	w.erased = true
	l := Leaf{
		Kind: Erase, Story: e.ID, Revision: act.Erase.Revision, Previous: e.Leaf, Language: e.Edition,
		At: w.now, Root: root, Pieces: act.Erase.Pieces, Basis: act.Basis,
	}
	e, keys, err := w.indexErased(e, leaf, lost)
	if err != nil {
		return Receipt{}, err
	}
	if err := w.addLeaf(l, 0, nil, act.ID, keys); err != nil {
		return Receipt{}, err
	}
	return Receipt{Leaf: w.size - 1, Story: e.ID, Revision: l.Revision, At: l.At, Path: pathIf(e)}, nil
}

// eraseFrom erases the numbered pieces in place and gives them as they were.
func eraseFrom(pieces []Piece, numbers []int) (lost []Piece, err error) {
	last := -1
	for _, n := range numbers {
		if n <= last || n >= len(pieces) {
			return nil, fmt.Errorf("%w: piece %d", ErrNoStory, n)
		}
		if last = n; pieces[n].Erased {
			return nil, invalid("piece %d is erased already", n)
		}
		if slices.Contains(keptTypes, pieces[n].Type) {
			return nil, invalid("piece %d is a %s, which holds nobody's words", n, pieces[n].Type)
		}
		lost = append(lost, pieces[n])
		pieces[n] = pieces[n].Erase()
	}
	if len(lost) == 0 {
		return nil, invalid("no piece is named")
	}
	return lost, nil
}

// indexErased takes what was erased out of the index, too: a slug holds words.
func (w *writer) indexErased(e Entry, leaf int64, lost []Piece) (Entry, []string, error) {
	keys := keySet{}
	keys.add(StoryKey(e.ID))
	for _, p := range lost {
		if p.Type == typeSlug {
			if err := w.dropSlug(e, story.Slug(p.Text)); err != nil {
				return e, nil, err
			}
		}
	}
	rev, l, err := RevisionAt(w.tx, e.RevisionLeaf)
	if err != nil {
		return e, nil, err
	}
	if leaf == e.RevisionLeaf {
		_, more, err := w.index(leaf, l, rev)
		if err != nil {
			return e, nil, err
		}
		for _, k := range more {
			keys.add(k)
		}
	}
	updated := e.Updated
	if e, _, err = w.tx.Story(e.ID); err != nil {
		return e, nil, err
	}
	e.Leaf, e.Updated = w.size, updated
	return e, keys.sorted(), w.tx.PutStory(e)
}

// dropSlug forgets an erased slug unless another revision still has it. The
// old address then leads nowhere. A revision without a slug has the story's id for
// one, as when the index is made again.
func (w *writer) dropSlug(e Entry, slug story.Slug) error {
	kept, err := w.hasSlug(e, slug)
	if err == nil && !kept {
		err = w.tx.DropSlug(e.Edition, slug.Key())
	}
	if err != nil {
		return err
	}
	e.Slug = story.Slug(e.ID.String())
	return w.indexSlug(e)
}

// hasSlug reports whether any revision of a story still has a slug.
func (w *writer) hasSlug(e Entry, slug story.Slug) (bool, error) {
	for n := 1; n <= e.Revision; n++ {
		pieces, _, err := PiecesOf(w.tx, e.ID, n)
		if err != nil {
			return false, err
		}
		for _, p := range pieces {
			if own := p.Slug(); own != "" && own.Key() == slug.Key() {
				return true, nil
			}
		}
	}
	return false, nil
}

// Slug is the end of an address that a piece holds; empty for a piece that is
// none.
func (p Piece) Slug() story.Slug {
	if p.Type != typeSlug || p.Erased {
		return ""
	}
	return story.Slug(p.Text)
}

// PictureHash is the SHA-256 of the picture a piece shows, in hex; empty for a
// piece that is no picture.
func (p Piece) PictureHash() string {
	_, attrs := splitText(p)
	return attrs["sha256"]
}
