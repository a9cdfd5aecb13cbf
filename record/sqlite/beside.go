package sqlite

import (
	"context"
	"database/sql"

	"stet.news/record"
)

// beside is a transaction for a room that keeps tables of its own here.
type beside struct{ r *reader }

// SQL implements record.Reader.
func (r *reader) SQL() record.SQL { return beside{r} }

func (b beside) Row(query string, args []any, into ...any) (bool, error) {
	return b.r.row(query, args, into...)
}

func (b beside) Rows(query string, args []any, scan func(*sql.Rows) (bool, error)) error {
	return b.r.rows(query, args, scan)
}

// Exec writes. A View's connection is one that cannot, so SQLite refuses it there.
func (b beside) Exec(query string, args ...any) (int64, error) {
	st, err := b.r.prepare(query)
	if err != nil {
		return 0, err
	}
	done, err := st.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, b.r.fail(err)
	}
	return done.RowsAffected()
}
