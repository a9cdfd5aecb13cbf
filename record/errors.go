package record

import (
	"errors"
	"fmt"
)

// What a caller can act on. Errors of Publish wrap these inside an *ActError.
var (
	// ErrInvalid: the revision is not fit to publish; the text says why.
	ErrInvalid = errors.New("the story cannot be published as it is")
	// ErrNoStory: no such story, revision or piece.
	ErrNoStory = errors.New("there is no such story")
	// ErrExists: a first publishing of a story that is published already.
	ErrExists = errors.New("the story is published already")
	// ErrStale: the story was changed since the version this was made on.
	ErrStale = errors.New("the story has changed since")
	// ErrSlugTaken: another story of the edition has, or once had, an address
	// that looks the same.
	ErrSlugTaken = errors.New("the slug is in use")
	// ErrNoEdition: the newsroom has no such edition.
	ErrNoEdition = errors.New("there is no such edition")
	// ErrEmbargoed: the story may not be public yet.
	ErrEmbargoed = errors.New("the story is under embargo")
	// ErrNotDue: the draft that was to be published then is gone, or has another
	// time.
	ErrNotDue = errors.New("the story was taken off the schedule")
	// ErrRolledBack: the database is behind the last signed checkpoint, or
	// tells another history. Nothing is published until stet recover.
	ErrRolledBack = errors.New("the record is behind its own last signed checkpoint")
	// ErrNoKey: the record was opened without its signing key.
	ErrNoKey = errors.New("the signing key is missing")
	// ErrFull: there is no room on the disk; nothing was written.
	ErrFull = errors.New("the disk is full")
	// ErrForgotten: the changed keys that far back are gone; whoever prints
	// from them must print everything again.
	ErrForgotten = errors.New("what changed that far back is forgotten")
	// ErrBroken: an earlier write left it unsure what the disk holds; the
	// process must end and start again.
	ErrBroken = errors.New("the record stopped after a failed write")
)

// ActError says which of the acts handed to Publish was refused. None of them
// was carried out.
type ActError struct {
	Index int
	Err   error
}

func (e *ActError) Error() string { return e.Err.Error() }
func (e *ActError) Unwrap() error { return e.Err }

// invalid is an ErrInvalid with its reason.
func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}
