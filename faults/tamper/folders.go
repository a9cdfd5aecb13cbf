package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
	_ "modernc.org/sqlite" // the driver, to write past the record's triggers

	"stet.news/press"
	"stet.news/record"
	"stet.news/story"
)

// attack opens a folder's database as somebody would who has the disk and no
// respect for triggers.
func attack(path string, do func(db *sql.DB) (bool, error)) bool {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		panic(fmt.Sprint("attack: ", err))
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	err = dropTriggers(db)
	done := false
	if err == nil {
		done, err = do(db)
	}
	if err != nil {
		panic(fmt.Sprint("attack: ", err))
	}
	return done
}

func dropTriggers(db *sql.DB) error {
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type = 'trigger'`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		names = append(names, name)
	}
	for _, name := range names {
		if _, err := db.Exec(`DROP TRIGGER ` + name); err != nil {
			return err
		}
	}
	return rows.Err()
}

// blobs reads the piece lists.
func blobs(db *sql.DB) (leaves []int64, lists [][]record.Piece, err error) {
	rows, err := db.Query(`SELECT leaf, blob FROM pieces ORDER BY leaf`)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var leaf int64
		var blob []byte
		if err := rows.Scan(&leaf, &blob); err != nil {
			return nil, nil, err
		}
		pieces, err := record.DecodePieces(blob)
		if err != nil {
			return nil, nil, err
		}
		leaves, lists = append(leaves, leaf), append(lists, pieces)
	}
	return leaves, lists, rows.Err()
}

// onPieces changes one piece list in the database.
func onPieces(x *attempt, change func(pieces []record.Piece) bool) bool {
	return attack(x.f.path, func(db *sql.DB) (bool, error) {
		leaves, lists, err := blobs(db)
		if err != nil {
			return false, err
		}
		i := x.IntN(len(leaves))
		if !change(lists[i]) {
			return false, nil
		}
		_, err = db.Exec(`UPDATE pieces SET blob = ? WHERE leaf = ?`, record.EncodePieces(lists[i]), leaves[i])
		return true, err
	})
}

// onPage changes one page that fits in the folder.
func onPage(x *attempt, fits func(p *press.Page) bool, change func(body []byte) []byte) bool {
	var list []int
	for i, p := range x.f.pages {
		if fits(p) {
			list = append(list, i)
		}
	}
	if len(list) == 0 {
		return false
	}
	i := pick(x, list)
	p := *x.f.pages[i]
	if p.Body = change(p.Body); p.Body == nil {
		return false
	}
	x.f.pages[i] = &p
	return true
}

func isStory(p *press.Page) bool { return bytes.Contains(p.Body, []byte("data-story=")) }

// exec runs one statement against the database.
func exec(x *attempt, query string, args ...any) bool {
	return attack(x.f.path, func(db *sql.DB) (bool, error) {
		r, err := db.Exec(query, args...)
		if err != nil {
			return false, err
		}
		n, err := r.RowsAffected()
		return n > 0, err
	})
}

// size is how many leaves the sample has.
func (x *attempt) size() int { return x.s.tree.size() }

// folderKinds are the ways to tamper with a newsroom's folder.
var folderKinds = append(partKinds("pages", onFolderPages), []kind{
	{name: "db: a letter of a piece", want: mismatch, do: func(x *attempt) bool {
		return onPieces(x, func(pieces []record.Piece) bool {
			p := &pieces[x.IntN(len(pieces))]
			if p.Erased || p.Text == "" {
				return false
			}
			p.Text = p.Text[:len(p.Text)-1] + "x"
			return true
		})
	}},
	{name: "db: a salt", want: mismatch, do: func(x *attempt) bool {
		return onPieces(x, func(pieces []record.Piece) bool {
			p := &pieces[x.IntN(len(pieces))]
			p.Salt[x.IntN(len(p.Salt))]++
			return !p.Erased
		})
	}},
	{name: "db: erased without a leaf", want: mismatch, do: func(x *attempt) bool {
		return onPieces(x, func(pieces []record.Piece) bool {
			p := &pieces[x.IntN(len(pieces))]
			was := p.Erased
			*p = p.Erase()
			return !was
		})
	}},
	{name: "db: erasure back again", want: mismatch, do: func(x *attempt) bool {
		if len(x.s.erased) == 0 {
			return false
		}
		e := pick(x, x.s.erased)
		leaf := x.s.tree.log().leafOf(e)
		return attack(x.f.path, func(db *sql.DB) (bool, error) {
			leaves, lists, err := blobs(db)
			if err != nil {
				return false, err
			}
			pieces := lists[slices.Index(leaves, int64(leaf))]
			pieces[e.number] = e.piece
			_, err = db.Exec(`UPDATE pieces SET blob = ? WHERE leaf = ?`, record.EncodePieces(pieces), leaf)
			return true, err
		})
	}},
	{name: "db: revisions swapped", want: mismatch, do: func(x *attempt) bool {
		return attack(x.f.path, func(db *sql.DB) (bool, error) {
			leaves, lists, err := blobs(db)
			if err != nil {
				return false, err
			}
			i, j := x.IntN(len(leaves)), x.IntN(len(leaves))
			if i == j {
				return false, nil
			}
			if _, err := db.Exec(`UPDATE pieces SET blob = ? WHERE leaf = ?`, record.EncodePieces(lists[i]), leaves[j]); err != nil {
				return false, err
			}
			_, err = db.Exec(`UPDATE pieces SET blob = ? WHERE leaf = ?`, record.EncodePieces(lists[j]), leaves[i])
			return true, err
		})
	}},
	{name: "db: piece list deleted", want: mismatch, do: func(x *attempt) bool {
		return exec(x, `DELETE FROM pieces WHERE leaf = (SELECT leaf FROM pieces ORDER BY leaf LIMIT 1 OFFSET ?)`, x.IntN(3))
	}},
	{name: "db: leaf backdated", want: mismatch, do: func(x *attempt) bool {
		return exec(x, `UPDATE leaf SET text = CAST(replace(CAST(text AS TEXT), char(10) || 'at 20', char(10) || 'at 19') AS BLOB) WHERE n = ?`, x.IntN(x.size()))
	}},
	{name: "db: leaves reordered", want: mismatch, do: func(x *attempt) bool {
		i, j := x.IntN(x.size()), x.IntN(x.size())
		return i != j && exec(x, `UPDATE leaf SET text = (SELECT text FROM leaf AS other WHERE other.n = CASE leaf.n WHEN ?1 THEN ?2 ELSE ?1 END) WHERE n IN (?1, ?2)`, i, j)
	}},
	{name: "db: leaf deleted", want: mismatch, do: func(x *attempt) bool {
		return exec(x, `DELETE FROM leaf WHERE n = ?`, x.IntN(x.size()))
	}},
	{name: "db: story deleted", want: mismatch, do: func(x *attempt) bool {
		id := x.s.tree.storyOf(pick(x, x.s.tree.storyDirs()))
		return exec(x, `DELETE FROM leaf WHERE story = ?`, id[:])
	}},
	{name: "db: a stored hash", want: mismatch, do: func(x *attempt) bool {
		return exec(x, `UPDATE hash SET hash = randomblob(32) WHERE n = ?`, x.IntN(int(tlog.StoredHashCount(int64(x.size())))))
	}},
	{name: "db: newest leaves cut off", want: mismatch, do: func(x *attempt) bool {
		return exec(x, `DELETE FROM leaf WHERE n >= ?`, 1+x.IntN(x.size()-1))
	}},
	{name: "db: rolled back, with its checkpoint", want: forked, do: func(x *attempt) bool {
		n := x.s.early.size()
		x.f.head, x.a.last = x.s.then, x.s.head
		return n < x.size() && exec(x, `DELETE FROM leaf WHERE n >= ?`, n)
	}},
	{name: "db: leaf added, unsigned", want: mismatch, do: func(x *attempt) bool {
		id := story.NewID()
		return exec(x, `INSERT INTO leaf (n, text, story, number) VALUES (?, ?, ?, 1)`, x.size(), x.s.tree.log().texts[1], id[:])
	}},
	{name: "db: checkpoint of a foreign key", want: mismatch, do: func(x *attempt) bool {
		signer, _ := stranger()
		head, err := record.OpenCheckpoint(x.f.head, x.s.verifier)
		if err != nil {
			panic(err)
		}
		x.f.head, err = head.Sign(signer)
		return err == nil
	}},
	{name: "pages: a letter of the story", want: mismatch, do: func(x *attempt) bool {
		return onPage(x, isStory, func(body []byte) []byte { return x.respelt(body, shown) })
	}},
	{name: "pages: words slipped in", want: mismatch, do: func(x *attempt) bool {
		return onPage(x, isStory, func(body []byte) []byte {
			return bytes.Replace(body, []byte("</article>"), []byte("<p>This never happened.</p></article>"), 1)
		})
	}},
	{name: "pages: one removed", want: mismatch, do: func(x *attempt) bool {
		i := slices.IndexFunc(x.f.pages, isStory)
		x.f.pages = slices.Delete(x.f.pages, i, i+1)
		return true
	}},
	{name: "pages: one without a leaf", want: unrecorded, do: func(x *attempt) bool {
		p := *x.f.pages[slices.IndexFunc(x.f.pages, isStory)]
		p.Path = "/en/2026/03/01/invented/"
		p.Body = bytes.Replace(p.Body, []byte(`data-story="`), []byte(`data-story="a`), 1)
		x.f.pages = append(x.f.pages, &p)
		return true
	}},
	{name: "pages: feed or teaser", want: seen, do: func(x *attempt) bool {
		pattern, mark := teased, "data-teaser"
		if x.IntN(2) == 0 {
			pattern, mark = fed, "urn:stet:"
		}
		fits := func(p *press.Page) bool { return bytes.Contains(p.Body, []byte(mark)) && !isStory(p) }
		return onPage(x, fits, func(body []byte) []byte { return x.respelt(body, pattern) })
	}},
	{name: "pages: redirect leads away", want: mismatch, do: func(x *attempt) bool {
		for i, p := range x.f.pages {
			if p.Location != "" {
				q := *p
				q.Location = pick(x, []string{"https://evil.example/", "//evil.example/", "/en/2026/01/01/nowhere/"})
				x.f.pages[i] = &q
				return true
			}
		}
		return false
	}},
	{name: "pictures: a byte", want: mismatch, do: func(x *attempt) bool {
		for name, data := range x.f.pictures {
			pictures := map[string][]byte{}
			for other, same := range x.f.pictures {
				pictures[other] = same
			}
			data = bytes.Clone(data)
			data[x.IntN(len(data))] ^= byte(1 + x.IntN(255))
			pictures[name] = data
			x.f.pictures = pictures
			return true
		}
		return false
	}},
}...)
