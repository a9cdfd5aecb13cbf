package library

import (
	"slices"

	"stet.news/record"
	"stet.news/story"
)

// read is a leaf that was read, with the pictures of its revision.
type read struct {
	leaf     record.Leaf
	pictures []story.Picture
}

func (l read) enter(tx record.Tx, kept Kept) error {
	if l.leaf.Kind == record.Erase {
		return erased(tx, l.leaf.Story, kept)
	}
	for _, p := range l.pictures {
		_, known, err := Get(tx, p.SHA256)
		if err != nil {
			return err
		}
		if !known {
			err = Add(tx, Picture{Picture: p, By: "house", Added: l.leaf.At})
		}
		if err != nil {
			return err
		}
	}
	return noteUses(tx, l.leaf.Story, l.pictures)
}

// erased looks again at everything that a story shows. A picture that came here
// with a story and is in none any more was erased, and so are its words here;
// words that were copied from the story and are gone from it go, too.
func erased(tx record.Tx, id story.ID, kept Kept) error {
	before, err := shownBy(tx, id)
	if err != nil {
		return err
	}
	left, err := revisions(tx, id)
	if err != nil {
		return err
	}
	if err := dropUses(tx, id); err != nil {
		return err
	}
	if err := noteUses(tx, id, left); err != nil {
		return err
	}
	for _, hash := range before {
		if err := scrub(tx, hash, left, kept); err != nil {
			return err
		}
	}
	return nil
}

// scrub takes out of the library what an erasure took out of a story. What was
// written here and never published, the erasure knows nothing of.
func scrub(tx record.Tx, hash string, left []story.Picture, kept Kept) error {
	p, ok, err := Get(tx, hash)
	if err != nil || !ok {
		return err
	}
	uses, err := Uses(tx, hash)
	if err != nil {
		return err
	}
	if len(uses) == 0 {
		if keep, err := kept(tx, hash); keep || err != nil {
			return err
		}
		return Remove(tx, p)
	}
	if p.By != "house" {
		return nil
	}
	i := slices.IndexFunc(left, func(l story.Picture) bool { return l.SHA256 == hash })
	if i < 0 {
		p.Alt, p.Caption, p.Credit = "", "", ""
	} else {
		p.Alt, p.Caption, p.Credit = left[i].Alt, left[i].Caption, left[i].Credit
	}
	return Change(tx, p)
}

// revisions gives the pictures of all revisions of a story.
func revisions(tx record.Tx, id story.ID) (pictures []story.Picture, err error) {
	e, ok, err := tx.Story(id)
	if err != nil || !ok {
		return nil, err
	}
	for n := 1; n <= e.Revision; n++ {
		leaf, ok, err := tx.RevisionLeaf(id, n)
		if err != nil || !ok {
			return nil, err
		}
		rev, _, err := record.RevisionAt(tx, leaf)
		if err != nil {
			return nil, err
		}
		pictures = append(pictures, rev.Pictures()...)
	}
	return pictures, nil
}

// Forget takes words that are erased from a story out of what the library says of
// its pictures: blot gives a text without them, and one that had any goes whole.
// Pictures that the record showed are known once Follow has read so far.
func Forget(tx record.Tx, id story.ID, blot func(string) string) error {
	hashes, err := shownBy(tx, id)
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		p, ok, err := Get(tx, hash)
		if err != nil || !ok {
			return err
		}
		before := p.Picture
		for _, text := range []*string{&p.Alt, &p.Caption, &p.Credit} {
			if blot(*text) != *text {
				*text = ""
			}
		}
		if p.Picture == before {
			continue
		}
		if err := Change(tx, p); err != nil {
			return err
		}
	}
	return nil
}
