package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"

	driverpkg "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
	"stet.news/internal/durable"
	"stet.news/record"
)

// What opening or using the file can come to, besides record.ErrFull and
// durable.ErrSync.
var (
	// ErrMissing: there is no file at the path.
	ErrMissing = errors.New("there is no record here")
	// ErrForeign: the file is something else than a stet record.
	ErrForeign = errors.New("not a stet record")
	// ErrNewer: the file was made by a newer stet.
	ErrNewer = errors.New("the record was made by a newer stet")
	// ErrCorrupt: the file is damaged.
	ErrCorrupt = errors.New("the record is damaged; restore a backup, then stet recover")
	// ErrBusy: another process was writing for longer than the timeout.
	ErrBusy = errors.New("another process is writing to the record")
	// ErrReadOnly: a write through a store that was opened to read.
	ErrReadOnly = errors.New("the record is open for reading only")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("the record is closed")
)

// explain puts the sentinel in front of an engine error that a caller can act
// on, and the file's path, which SQLite leaves out.
func (s *Store) explain(err error) error {
	var e *driverpkg.Error
	if !errors.As(err, &e) {
		return err
	}
	if kind := kindOf(e.Code()); kind != nil {
		return fmt.Errorf("%s: %w: %w", s.path, kind, err)
	}
	return fmt.Errorf("%s: %w", s.path, err)
}

// kindOf sorts SQLite's extended result codes. An I/O error is unsure when it
// came from making something durable; the others left the transaction undone.
func kindOf(code int) error {
	switch code {
	case lib.SQLITE_IOERR_FSYNC, lib.SQLITE_IOERR_DIR_FSYNC, lib.SQLITE_IOERR_TRUNCATE:
		return durable.ErrSync
	}
	switch code & 0xff {
	case lib.SQLITE_FULL:
		return record.ErrFull
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ErrBusy
	case lib.SQLITE_CORRUPT:
		return ErrCorrupt
	case lib.SQLITE_NOTADB:
		return ErrForeign
	case lib.SQLITE_READONLY:
		return ErrReadOnly
	}
	return nil
}

// unsure marks an error of a commit or checkpoint: whatever I/O error it is,
// nobody knows what the disk holds now.
func unsure(err error) error {
	var e *driverpkg.Error
	if errors.As(err, &e) && e.Code()&0xff == lib.SQLITE_IOERR || errors.Is(err, driver.ErrBadConn) {
		return fmt.Errorf("%w: %w", durable.ErrSync, err)
	}
	return err
}
