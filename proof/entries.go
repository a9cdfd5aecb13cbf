package proof

import (
	"encoding/binary"
	"errors"
	"fmt"

	"stet.news/record"
)

// ErrBadBundle says that a file is no bundle of leaves of the width asked for.
var ErrBadBundle = errors.New("not a bundle of leaves")

// AppendEntry writes a leaf as it stands in an entry bundle: behind its length
// as two bytes, big-endian.
func AppendEntry(b, text []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(len(text)))
	return append(b, text...)
}

// ParseEntries reads a bundle of exactly width leaves. The leaves are parts of
// data.
func ParseEntries(data []byte, width int) ([][]byte, error) {
	leaves := make([][]byte, 0, width)
	for i := range width {
		if len(data) < 2 {
			return nil, fmt.Errorf("%w: it ends before leaf %d of %d", ErrBadBundle, i, width)
		}
		n := int(binary.BigEndian.Uint16(data))
		if data = data[2:]; n > len(data) {
			return nil, fmt.Errorf("%w: it ends within leaf %d of %d", ErrBadBundle, i, width)
		}
		if n > record.MaxLeaf {
			return nil, fmt.Errorf("%w: leaf %d has %d bytes, at most %d", ErrBadBundle, i, n, record.MaxLeaf)
		}
		leaves = append(leaves, data[:n:n])
		data = data[n:]
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("%w: %d bytes too many", ErrBadBundle, len(data))
	}
	return leaves, nil
}
