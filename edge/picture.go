package edge

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
)

// pictureFolder is where pictures stand, each named by its hash.
const pictureFolder = "/picture/"

// picture answers with a published picture. Its name is its hash, so its bytes
// never change and may be kept for ever.
func (s *Server) picture(a *ask, r *reply, path, name string) {
	hash, kind, ok := pictureName(name)
	if !ok || s.pictures == nil {
		s.fail(r, http.StatusNotFound, path)
		return
	}
	data, err := s.pictures.Get(name)
	if errors.Is(err, fs.ErrNotExist) {
		s.fail(r, http.StatusNotFound, path)
		return
	}
	if err != nil {
		s.trouble(fmt.Errorf("picture %s: %w", name, err))
		s.fail(r, http.StatusInternalServerError, path)
		return
	}
	*r = reply{status: http.StatusOK, kind: kind, caching: eternal, picture: true, body: data}
	r.makeTag(hash, identity)
	if unchanged(a, r.tag, r.modified) {
		r.status, r.bodyless = http.StatusNotModified, true
	}
}

// pictureName reads "64 hex digits, dot, ending". Other names never get to the
// store, which may make them part of a file's path.
func pictureName(name string) (hash []byte, kind string, ok bool) {
	digits, ending, _ := strings.Cut(name, ".")
	hash, err := hex.DecodeString(digits)
	if err != nil || len(hash) != 32 || strings.ToLower(digits) != digits {
		return nil, "", false
	}
	switch ending {
	case "jpg":
		return hash, "image/jpeg", true
	case "png":
		return hash, "image/png", true
	case "gif":
		return hash, "image/gif", true
	case "webp":
		return hash, "image/webp", true
	}
	return nil, "", false
}
