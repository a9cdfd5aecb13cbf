package darkroom

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// What goes through the pipes, both ways, is a frame: the length of a head, the
// head as JSON, then the bytes of the files whose lengths it gives.

// request is what a darkroom is asked for: to check a picture or, when
// renditions are named, to make those of a checked one.
type request struct {
	Media   string   `json:"media,omitempty"`
	Wanted  []string `json:"wanted,omitempty"`
	Lengths []int    `json:"lengths"`
}

// answer is what it gives.
type answer struct {
	Fault   string `json:"fault,omitempty"` // a key of faults
	Message string `json:"message,omitempty"`
	Taken   Taken  `json:"taken"`
	Lengths []int  `json:"lengths"`
}

const (
	maxHead  = 64 << 10
	maxFiles = 64
)

var errFrame = errors.New("not a frame of the darkroom")

// send writes a frame.
func send(w io.Writer, head any, files ...[]byte) error {
	text, err := json.Marshal(head)
	if err != nil {
		return err
	}
	frame := append(binary.BigEndian.AppendUint32(nil, uint32(len(text))), text...)
	for _, part := range append([][]byte{frame}, files...) {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// receiveHead reads the head of a frame.
func receiveHead(r io.Reader, head any) error {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > maxHead {
		return fmt.Errorf("%w: a head of %d bytes", errFrame, n)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return err
	}
	if err := json.Unmarshal(text, head); err != nil {
		return fmt.Errorf("%w: %w", errFrame, err)
	}
	return nil
}

// receiveFiles reads the files of a frame, which may have most bytes together.
// Whoever sends them is not trusted: nothing is taken on its word alone.
func receiveFiles(r io.Reader, lengths []int, most int) ([][]byte, error) {
	if len(lengths) > maxFiles {
		return nil, fmt.Errorf("%w: %d files", errFrame, len(lengths))
	}
	for _, n := range lengths {
		if n < 0 || n > most {
			return nil, fmt.Errorf("%w: too many bytes", errFrame)
		}
		most -= n
	}
	var files [][]byte
	for _, n := range lengths {
		file := make([]byte, n)
		if _, err := io.ReadFull(r, file); err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

func lengthsOf(files [][]byte) []int {
	out := []int{}
	for _, f := range files {
		out = append(out, len(f))
	}
	return out
}
