package wire

import (
	"bytes"
	"errors"
	"io"
)

// Count is how many stories Read would give at most, for showing progress: one
// a file, and one a line of a file of lines.
func Count(paths []string) (int, error) {
	total := 0
	for file, err := range files(paths) {
		if err != nil {
			return total, err
		}
		n := 1
		if f := formOf(file); f == formLines || f == formLinesGzip {
			n = countLines(file, f == formLinesGzip)
		}
		total += n
	}
	return total, nil
}

// countLines counts as far as the file can be read; what is wrong with it is
// for Read to say.
func countLines(file string, packed bool) (n int) {
	in, err := openLines(file, packed)
	if err != nil {
		return 1
	}
	defer in.Close()
	buf := make([]byte, 64<<10)
	last := byte('\n')
	for {
		got, err := in.Read(buf)
		n += bytes.Count(buf[:got], []byte{'\n'})
		if got > 0 {
			last = buf[got-1]
		}
		if errors.Is(err, io.EOF) && last != '\n' {
			n++
		}
		if err != nil {
			return n
		}
	}
}
