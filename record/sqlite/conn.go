package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"

	driver "modernc.org/sqlite"
)

// conn is one connection with the statements it has prepared so far. One
// goroutine at a time may use it.
type conn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

// pragma is a setting of a connection: what is asked for, and what SQLite must
// say when it is asked back.
type pragma struct{ name, set, want string }

// writerCache is 32 MiB of pages. A publish touches index pages all over the
// file; readers, of whom there can be many, keep SQLite's 2 MiB.
var writerCache = pragma{"cache_size", "-32768", "-32768"}

// pragmas of every connection. temp_store keeps words that spill while sorting
// out of the system's folder for temporary files; wal_autocheckpoint is off
// because checkpoint does it and looks at the error.
func pragmas(synchronous string) []pragma {
	level := map[string]string{"FULL": "2", "NORMAL": "1"}[synchronous]
	return []pragma{
		{"busy_timeout", "5000", "5000"},
		{"synchronous", synchronous, level},
		{"foreign_keys", "ON", "1"},
		{"recursive_triggers", "ON", "1"},
		{"secure_delete", "ON", "1"},
		{"trusted_schema", "OFF", "0"},
		{"temp_store", "MEMORY", "2"},
		{"wal_autocheckpoint", "0", "0"},
	}
}

// dial is a pool of the driver's connections to the file. mode is SQLite's: ro,
// rw or rwc.
func dial(path, mode string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	u := url.URL{Scheme: "file", Path: abs, RawQuery: "mode=" + mode + "&_dqs=0&_defensive=1"}
	connector, err := driver.NewConnector(u.String())
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxIdleConns(0) // a connection is ours until we close it
	return db, nil
}

// connect opens a connection and makes sure of its settings.
func connect(ctx context.Context, db *sql.DB, settings []pragma) (*conn, error) {
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range settings {
		if err := p.apply(ctx, c); err != nil {
			c.Close()
			return nil, err
		}
	}
	return &conn{c: c, stmts: map[string]*sql.Stmt{}}, nil
}

func (p pragma) apply(ctx context.Context, c *sql.Conn) error {
	if p.set != "" {
		if _, err := c.ExecContext(ctx, "PRAGMA "+p.name+" = "+p.set); err != nil {
			return err
		}
	}
	var got string
	if err := c.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
		return err
	}
	if got != p.want {
		return fmt.Errorf("SQLite did not take the setting %s: it is %s instead of %s", p.name, got, p.want)
	}
	return nil
}

// stmt gives the prepared form of a query, which must be constant text.
func (c *conn) stmt(query string) (*sql.Stmt, error) {
	if st, ok := c.stmts[query]; ok {
		return st, nil
	}
	st, err := c.c.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	c.stmts[query] = st
	return st, nil
}

func (c *conn) exec(ctx context.Context, query string) error {
	st, err := c.stmt(query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(ctx)
	return err
}

func (c *conn) close() error {
	for _, st := range c.stmts {
		st.Close()
	}
	return c.c.Close()
}
