package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"

	"stet.news/record"
)

// Options of a store. The zero value is right for a newsroom.
type Options struct {
	// ReadOnly opens the file without ever writing to it, also while another
	// process does.
	ReadOnly bool
	// Synchronous is "FULL" unless said otherwise. "NORMAL" loses the newest
	// transactions in a power cut: it is the control arm of the test that
	// FULL does not.
	Synchronous string
}

// Store is a record.Store in an SQLite file. Its methods may be called at once
// by many; a View must not be opened inside an Update's f to see what it wrote.
type Store struct {
	path     string
	settings []pragma
	writing  *sql.DB // nil when ReadOnly
	reading  *sql.DB

	turn    chan struct{} // held by whoever writes; guards the two below
	writer  *conn         // nil: opened when next needed
	carried int64         // frames of the log that the last checkpoint left

	mu     sync.Mutex // guards what is below
	idle   []*conn    // connections for Views
	closed bool
}

// maxIdle is how many connections for Views are kept open.
const maxIdle = 8

// Open opens the record at path, which must be one.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", path, ErrMissing)
	} else if err != nil {
		return nil, err
	}
	s, err := dialBoth(path, o)
	if err != nil {
		return nil, err
	}
	if err := s.start(ctx); err != nil {
		s.Close()
		return nil, s.explain(err)
	}
	return s, nil
}

func dialBoth(path string, o Options) (*Store, error) {
	if o.Synchronous == "" {
		o.Synchronous = "FULL"
	}
	s := &Store{path: path, turn: make(chan struct{}, 1)}
	s.settings = append(pragmas(o.Synchronous), pragma{"journal_mode", "", "wal"})
	var err error
	if s.reading, err = dial(path, "ro"); err == nil && !o.ReadOnly {
		s.writing, err = dial(path, "rw")
	}
	return s, err
}

// start looks at the file before anything else is done with it, and opens the
// first connections, so that what is wrong is found now.
func (s *Store) start(ctx context.Context) error {
	db := s.reading
	if s.writing != nil {
		db = s.writing
	}
	first, err := connect(ctx, db, s.settings[:len(s.settings)-1]) // the last holds for records only
	if err != nil {
		return err
	}
	if err := s.recognise(ctx, first); err != nil {
		first.close()
		return err
	}
	if s.writing == nil {
		s.giveReader(first, true)
		return s.look(ctx)
	}
	s.writer = first
	if err := writerCache.apply(ctx, first.c); err != nil {
		return err
	}
	return s.look(ctx)
}

// look opens a View, and with it the log beside the file.
func (s *Store) look(ctx context.Context) error {
	return s.View(ctx, func(rd record.Reader) error { _, err := rd.Size(); return err })
}

// recognise tells a stet record of a version we know from other files.
func (s *Store) recognise(ctx context.Context, c *conn) error {
	var app, version int
	if err := c.c.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&app); err != nil {
		return err
	}
	if app != applicationID {
		return fmt.Errorf("%s: %w", s.path, ErrForeign)
	}
	if err := c.c.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version != schemaVersion {
		return fmt.Errorf("%s: %w: its layout is %d, this one knows %d", s.path, ErrNewer, version, schemaVersion)
	}
	return s.settings[len(s.settings)-1].apply(ctx, c.c)
}

// View runs f over the state of the record at f's first question.
func (s *Store) View(ctx context.Context, f func(record.Reader) error) error {
	c, err := s.takeReader(ctx)
	if err != nil {
		return s.explain(err)
	}
	whole := false
	defer func() { s.giveReader(c, whole) }()
	if err := c.exec(context.Background(), `BEGIN`); err != nil {
		return s.explain(err)
	}
	r := reader{ctx: ctx, store: s, conn: c}
	defer r.end() // what f kept of it answers no more
	err = f(&r)
	whole = c.exec(context.Background(), `ROLLBACK`) == nil // there is nothing to commit
	return err
}

func (s *Store) takeReader(ctx context.Context) (*conn, error) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil, ErrClosed
	}
	if n := len(s.idle); n > 0 {
		c := s.idle[n-1]
		s.idle = s.idle[:n-1]
		s.mu.Unlock()
		return c, nil
	}
	s.mu.Unlock()
	return connect(ctx, s.reading, s.settings)
}

// giveReader keeps a connection that is whole for the next View.
func (s *Store) giveReader(c *conn, whole bool) {
	s.mu.Lock()
	keep := whole && !s.closed && len(s.idle) < maxIdle
	if keep {
		s.idle = append(s.idle, c)
	}
	s.mu.Unlock()
	if !keep {
		c.close()
	}
}

// Update runs f in the one write transaction there can be at a time.
func (s *Store) Update(ctx context.Context, f func(record.Tx) error) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer func() { <-s.turn }()
	if err := s.openWriter(ctx); err != nil {
		return s.explain(err)
	}
	whole := false
	defer func() {
		if !whole { // also when f panics; closing it undoes what it began
			s.dropWriter()
		}
	}()
	if err := s.writer.exec(ctx, `BEGIN IMMEDIATE`); err != nil {
		return s.explain(err)
	}
	t := tx{reader{ctx: ctx, store: s, conn: s.writer}}
	defer t.end()
	if err := t.run(f); err != nil {
		whole = t.err == nil && s.writer.exec(context.Background(), `ROLLBACK`) == nil
		return err
	}
	// The point of no return. It is not given ctx: a commit that is cancelled
	// half-way would leave it open whether it was one.
	if err := s.writer.exec(context.Background(), `COMMIT`); err != nil {
		return s.explain(unsure(err))
	}
	whole = true
	return s.explain(s.carryOver())
}

// run calls f. An engine error that f kept to itself still undoes everything:
// SQLite may have ended the transaction by then.
func (t *tx) run(f func(record.Tx) error) error {
	if err := t.ctx.Err(); err != nil {
		return err
	}
	if err := f(t); err != nil {
		return err
	}
	return errors.Join(t.err, t.ctx.Err())
}

// takeTurn waits until nobody else writes.
func (s *Store) takeTurn(ctx context.Context) error {
	if s.writing == nil {
		return fmt.Errorf("%s: %w", s.path, ErrReadOnly)
	}
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) openWriter(ctx context.Context) (err error) {
	s.mu.Lock()
	closed := s.closed
	s.mu.Unlock()
	if closed {
		return ErrClosed
	}
	if s.writer == nil {
		s.writer, err = connect(ctx, s.writing, append(slices.Clone(s.settings), writerCache))
	}
	return err
}

// dropWriter closes the writing connection after a failure, so that the next
// Update begins from a clean one.
func (s *Store) dropWriter() {
	if s.writer != nil {
		s.writer.close()
		s.writer = nil
	}
}

// Close ends the store. It waits for an Update, and leaves to Views that are
// running their connections until they end.
func (s *Store) Close() error {
	s.turn <- struct{}{}
	defer func() { <-s.turn }()
	s.mu.Lock()
	idle := s.idle
	s.idle, s.closed = nil, true
	s.mu.Unlock()
	var errs []error
	for _, c := range idle {
		errs = append(errs, c.close())
	}
	// The writer last: it carries the log over into the file and removes it.
	if s.writer != nil {
		errs = append(errs, s.carryAll(), s.writer.close())
		s.writer = nil
	}
	for _, db := range []*sql.DB{s.reading, s.writing} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return s.explain(errors.Join(errs...))
}
