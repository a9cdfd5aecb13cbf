package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

// reader is a record.Reader: one transaction that reads.
//
// Every method takes in all its rows before it returns or calls back, so a
// statement is never running twice, whatever a callback asks next.
type reader struct {
	ctx   context.Context // the transaction's; it lives no longer
	store *Store
	conn  *conn
	err   error // the first engine error, or that it has ended
}

// tx is a record.Tx: the transaction that writes.
type tx struct{ reader }

var errEnded = errors.New("the transaction has ended")

func (r *reader) end() {
	if r.err == nil {
		r.err = errEnded
	}
}

// prepare gives the statement, unless the transaction is over or cancelled.
// ctx is asked here rather than handed to the statement: none of ours runs
// long, and watching a ctx costs each of them a goroutine.
func (r *reader) prepare(query string) (*sql.Stmt, error) {
	if r.err != nil {
		return nil, r.err
	}
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	st, err := r.conn.stmt(query)
	return st, r.fail(err)
}

// fail notes an engine error: after one, a transaction may be gone already, and
// the next statement would stand alone.
func (r *reader) fail(err error) error {
	if err != nil {
		err = r.store.explain(err)
		r.err = err
	}
	return err
}

// row asks for at most one row.
func (r *reader) row(query string, args []any, into ...any) (ok bool, err error) {
	st, err := r.prepare(query)
	if err != nil {
		return false, err
	}
	err = st.QueryRowContext(context.Background(), args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, r.fail(err)
}

// rows asks for many. scan takes one in; false is enough.
func (r *reader) rows(query string, args []any, scan func(*sql.Rows) (bool, error)) error {
	st, err := r.prepare(query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(context.Background(), args...)
	if err != nil {
		return r.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		if more, err := scan(rows); err != nil || !more {
			return r.fail(err)
		}
	}
	return r.fail(rows.Err())
}

// exec writes.
func (t *tx) exec(query string, args ...any) error {
	st, err := t.prepare(query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(context.Background(), args...)
	return t.fail(err)
}
