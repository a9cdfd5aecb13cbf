package edge

import (
	"errors"
	"time"
)

// ErrNoPage: there is no page at that path.
var ErrNoPage = errors.New("no such page")

// Page is a printed page.
type Page struct {
	Path               string
	Status             int
	Type               string
	Location           string
	Modified           time.Time
	MaxAge             int
	Body, Gzip, Brotli []byte
	Hash               [32]byte
}
