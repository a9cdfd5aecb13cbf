package record

import (
	"errors"
	"io/fs"
	"os"

	"stet.news/internal/durable"
)

// HeadFile keeps the last signed checkpoint outside the database. A database
// that was rolled back behind it is found out before it can sign a second
// history.
type HeadFile string

// Load gives the kept checkpoint; nil when there is none yet.
func (h HeadFile) Load() ([]byte, error) {
	b, err := os.ReadFile(string(h))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// Save replaces it; when it returns nil, the new one survives a power cut.
func (h HeadFile) Save(signed []byte) error {
	return durable.Write(string(h), signed, 0o644)
}
