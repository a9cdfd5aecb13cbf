package edge

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
)

// cardFolder is where the pictures stand that previews show of pages.
const cardFolder = "/card/"

// ErrBusy says that something is made for too many readers already.
var ErrBusy = errors.New("too many ask for it at once")

// cardAge is for how long a card may be kept, in seconds. Its address stays the
// same when its headline is erased, so it must not be kept for ever.
const cardAge = 24 * 3600

// card answers with a card, which may have to be drawn.
func (s *Server) card(a *ask, r *reply, path, name string) {
	err := fs.ErrNotExist
	var data []byte
	if s.cards != nil {
		data, err = s.cards.Get(name)
	}
	switch {
	case err == nil:
		hash := sha256.Sum256(data)
		r.showPicture(a, "image/jpeg", data, hash[:], printed)
		r.maxAge = cardAge
	case errors.Is(err, fs.ErrNotExist):
		s.fail(a, r, http.StatusNotFound, path)
	case errors.Is(err, ErrBusy):
		s.fail(a, r, http.StatusServiceUnavailable, path)
	default:
		s.trouble(fmt.Errorf("card: %w", err))
		s.fail(a, r, http.StatusInternalServerError, path)
	}
}
