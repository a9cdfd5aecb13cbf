package library

import (
	"database/sql"
	"strings"
	"time"

	"stet.news/record"
	"stet.news/search"
)

// schemaWords is the index of captions, alternative texts, credits and names, by a
// picture's number. The text itself is not in it.
const schemaWords = `
CREATE VIRTUAL TABLE IF NOT EXISTS desk_picture_words USING fts5 (words, content='', contentless_delete=1, tokenize='ascii');
`

// A picture is for every edition, and nobody says which language its words are in:
// they go in by the rules of each, marked with its letter, and a query is asked by
// the rules of each.
var analyses = []struct {
	mark string
	by   *search.Language
}{{"e", search.For("en")}, {"f", search.For("fa")}, {"p", search.For("ps")}, {"a", search.For("ar")}}

// Budgets of one picture's words and of one query, in words.
const (
	wordsMost = 1000
	termsMost = 12
)

// enter puts a picture's words into the index.
func enter(tx record.Tx, p Picture) error {
	text := strings.Join([]string{p.Caption, p.Alt, p.Credit, p.Name}, "\n")
	var roots []string
	for _, a := range analyses {
		for i, w := range a.by.Words(text) {
			if i == wordsMost {
				break
			}
			roots = append(roots, a.mark+w.Root)
		}
	}
	_, err := tx.SQL().Exec(`INSERT INTO desk_picture_words (rowid, words) VALUES (?, ?)`, p.N, strings.Join(roots, " "))
	return err
}

func leave(tx record.Tx, n int64) error {
	_, err := tx.SQL().Exec(`DELETE FROM desk_picture_words WHERE rowid = ?`, n)
	return err
}

// Query says which pictures are wanted; empty fields ask nothing.
type Query struct {
	// Text is words that must all be there, in any of the picture's texts.
	Text string
	// Account brought it.
	Account string
	// Since and Until bound when it came.
	Since, Until time.Time
	// Before gives only lower numbers; 0 for from the newest on.
	Before int64
	Limit  int
}

// Find gives pictures, the newest first.
func Find(rd record.Reader, q Query) (found []Picture, err error) {
	before, since, until := q.Before, int64(0), int64(1)<<62
	if before == 0 {
		before = 1 << 62
	}
	if !q.Since.IsZero() {
		since = q.Since.UnixMilli()
	}
	if !q.Until.IsZero() {
		until = q.Until.UnixMilli()
	}
	take := func(rows *sql.Rows) (bool, error) {
		p, err := scan(rows)
		found = append(found, p)
		return true, err
	}
	match, asked := match(q.Text)
	if !asked { // going back from the newest one finds a page soon, whatever is asked
		err = rd.SQL().Rows(`SELECT `+columns+` FROM desk_picture
			WHERE n < ?1 AND added >= ?2 AND added < ?3 AND (?4 = '' OR account = ?4) ORDER BY n DESC LIMIT ?5`,
			[]any{before, since, until, q.Account, q.Limit}, take)
		return found, err
	}
	err = rd.SQL().Rows(`SELECT `+columns+` FROM desk_picture_words JOIN desk_picture ON n = desk_picture_words.rowid
		WHERE desk_picture_words MATCH ?1 AND desk_picture_words.rowid < ?2 AND added >= ?3 AND added < ?4 AND (?5 = '' OR account = ?5)
		ORDER BY desk_picture_words.rowid DESC LIMIT ?6`,
		[]any{match, before, since, until, q.Account, q.Limit}, take)
	return found, err
}

// match writes a query in the language of FTS5: roots alone, which have neither
// spaces nor marks of ASCII in them, each in quotation marks, so whatever was typed
// is no syntax. A query without a word finds nothing, one without a mark all.
func match(text string) (query string, asked bool) {
	if strings.TrimSpace(text) == "" {
		return "", false
	}
	var ways []string
	for _, a := range analyses {
		var all []string
		for _, w := range a.by.Words(search.Clean(text)) {
			if !w.Compound && len(all) < termsMost { // its parts stand there, too
				all = append(all, `"`+a.mark+w.Root+`"`)
			}
		}
		if len(all) > 0 {
			ways = append(ways, "("+strings.Join(all, " AND ")+")")
		}
	}
	if len(ways) == 0 {
		return `"-"`, true
	}
	return strings.Join(ways, " OR "), true
}

// Person is somebody who brought pictures.
type Person struct{ Account, Name string }

// People lists who brought pictures, each with the name they had last.
func People(rd record.Reader) (all []Person, err error) {
	err = rd.SQL().Rows(`
		SELECT account, (SELECT name FROM desk_picture AS p WHERE p.account = q.account ORDER BY n DESC LIMIT 1)
		FROM desk_picture AS q GROUP BY account ORDER BY 2`,
		nil, func(rows *sql.Rows) (bool, error) {
			var p Person
			err := rows.Scan(&p.Account, &p.Name)
			all = append(all, p)
			return true, err
		})
	return all, err
}
