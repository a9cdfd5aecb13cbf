package library

import (
	"database/sql"
	"slices"

	"stet.news/record"
	"stet.news/story"
)

// read is a leaf that was read, with the pictures of its revision.
type read struct {
	leaf     record.Leaf
	pictures []story.Picture
}

func (l read) enter(tx record.Tx) error {
	if l.leaf.Kind == record.Erase {
		return erased(tx, l.leaf.Story)
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
	return NoteUse(tx, l.leaf.Story, true, l.pictures)
}

// erased looks again at everything that a story shows. A picture that came here
// with a story and is in none any more was erased, and so are its words here;
// words that were copied from the story and are gone from it go, too.
func erased(tx record.Tx, id story.ID) error {
	before, err := shownBy(tx, id)
	if err != nil {
		return err
	}
	left, err := revisions(tx, id)
	if err != nil {
		return err
	}
	if err := DropUses(tx, id, true); err != nil {
		return err
	}
	if err := NoteUse(tx, id, true, left); err != nil {
		return err
	}
	for _, hash := range before {
		if err := scrub(tx, hash, left); err != nil {
			return err
		}
	}
	return nil
}

// scrub takes out of the library what an erasure took out of a story. What was
// written here and never published, the erasure knows nothing of.
func scrub(tx record.Tx, hash string, left []story.Picture) error {
	p, ok, err := Get(tx, hash)
	if err != nil || !ok {
		return err
	}
	uses, err := Uses(tx, hash)
	if err != nil {
		return err
	}
	if len(uses) == 0 {
		return drop(tx, p)
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

// shownBy lists the pictures that the library knows a story of the record shows.
func shownBy(tx record.Tx, id story.ID) (hashes []string, err error) {
	err = tx.SQL().Rows(`SELECT sha256 FROM desk_picture_use WHERE story = ? AND public = 1`, []any{id[:]}, func(rows *sql.Rows) (bool, error) {
		var hash string
		err := rows.Scan(&hash)
		hashes = append(hashes, hash)
		return true, err
	})
	return hashes, err
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
