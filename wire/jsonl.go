package wire

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// maxLine is the most bytes of one story in a file of many.
const maxLine = 4 << 20

// readLines yields the stories of a file that holds one JSON object a line. It
// holds one line at a time, so the file may be of any size.
func readLines(ctx context.Context, file string, zipped bool, o Options, yield func(Item, error) bool) bool {
	r, err := openLines(file, zipped)
	if err != nil {
		return yield(Item{}, asError(file, err))
	}
	defer r.Close()
	in := lineReader{r: bufio.NewReaderSize(r, 64<<10)}
	stories := false
	for {
		line, err := in.next()
		if err == io.EOF {
			if !stories {
				return yield(Item{}, wrong("the file is empty", "").because(ErrNoStory).in(file))
			}
			return true
		}
		if ctx.Err() != nil {
			yield(Item{}, ctx.Err())
			return false
		}
		stories = true
		item, fatal, err := oneLineItem(file, in.number, line, err, o)
		if !yield(item, err) {
			return false
		}
		if fatal {
			return true
		}
	}
}

// openLines opens a file of lines, unpacked.
func openLines(file string, zipped bool) (io.ReadCloser, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, cannotOpen(err).in(file)
	}
	if !zipped {
		return f, nil
	}
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		f.Close()
		return nil, wrong("not gzip data", "name it .jsonl if it is not compressed").because(ErrForm).in(file)
	}
	return unpacked{z, f}, nil
}

// unpacked is a gzip stream that closes its file.
type unpacked struct {
	*gzip.Reader
	file *os.File
}

func (u unpacked) Close() error { return errors.Join(u.Reader.Close(), u.file.Close()) }

// oneLineItem makes a story of one line. fatal says that what follows in the
// file cannot be read.
func oneLineItem(file string, number int, line []byte, err error, o Options) (item Item, fatal bool, _ error) {
	if err != nil {
		e := asError(file, err)
		e.Line = number
		return Item{}, !errors.Is(err, ErrTooBig), e
	}
	d, err := decodeStory(line, o)
	if err == nil {
		item, err = finish(fmt.Sprintf("%s:%d", file, number), line, d, o)
	}
	if err != nil {
		e := asError(file, err)
		e.File, e.Line = file, number // within the line only the column counts
		return Item{}, false, e
	}
	return item, false, nil
}

// lineReader gives the lines of a file that are not empty, each within limits.
type lineReader struct {
	r      *bufio.Reader
	number int
	buf    []byte
}

// next gives the next line, valid until the call after; io.EOF at the end. A
// line that is too long is skipped whole.
func (l *lineReader) next() ([]byte, error) {
	for {
		l.buf = l.buf[:0]
		long := false
		l.number++
		for {
			part, err := l.r.ReadSlice('\n')
			if len(l.buf)+len(part) > maxLine+1 {
				long = true
			}
			if !long {
				l.buf = append(l.buf, part...)
			}
			if err == nil || err == io.EOF && (len(l.buf) > 0 || long) {
				break
			}
			if err == io.EOF {
				return nil, io.EOF
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				return nil, brokenOff(err)
			}
		}
		if long {
			return nil, wrong(fmt.Sprintf("the line is over %d MiB, too big for one story", maxLine>>20), "").because(ErrTooBig)
		}
		if line := bytes.TrimSpace(bytes.TrimPrefix(l.buf, []byte("\xef\xbb\xbf"))); len(line) > 0 {
			return line, nil
		}
	}
}

func brokenOff(err error) *Error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return wrong("the compressed data ends in the middle", "the file may be cut off").because(ErrForm)
	}
	return wrong("cannot be read: "+err.Error(), "").because(err)
}
