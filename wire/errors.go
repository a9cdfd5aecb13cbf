package wire

import (
	"errors"
	"strconv"
	"strings"
)

// What a caller may want to tell apart; everything else is only for reading.
var (
	// ErrNoStory says that a file was read and there is no story in it.
	ErrNoStory = errors.New("no story")
	// ErrTooBig says that a file or a line is over its limit.
	ErrTooBig = errors.New("too big")
	// ErrForm says that a file is not in a form that is read here.
	ErrForm = errors.New("not a form that is read here")
)

// Error is one thing wrong with one file, fit to be printed as one line.
type Error struct {
	File string
	// Line and Column count from 1; zero is unknown. Column counts bytes.
	Line, Column int
	// What is wrong, and how to Mend it (may be empty).
	What, Mend string
	// Err is the cause, if there is one to tell apart.
	Err error
}

// Error is "FILE:LINE:COLUMN: what; mend", with the parts that are known.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		b.WriteString(":" + strconv.Itoa(e.Line))
		if e.Column > 0 {
			b.WriteString(":" + strconv.Itoa(e.Column))
		}
	}
	b.WriteString(": " + e.What)
	if e.Mend != "" {
		b.WriteString("; " + e.Mend)
	}
	return oneLine(b.String())
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// oneLine keeps a foreign text (a file's name, a value) from making more than
// one line of a message, or from moving a terminal's cursor.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// asError gives err the file's name, keeping what it already knows.
func asError(file string, err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		if e.File == "" {
			e.File = file
		}
		return e
	}
	return &Error{File: file, What: err.Error(), Err: err}
}

// wrong is a short way to say what is wrong and how to mend it.
func wrong(what, mend string) *Error { return &Error{What: what, Mend: mend} }

// because gives e its cause.
func (e *Error) because(err error) *Error {
	e.Err = err
	return e
}
