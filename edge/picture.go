package edge

import (
	"crypto/sha256"
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
	if !ok {
		s.rendition(a, r, path, name)
		return
	}
	if s.pictures == nil {
		s.fail(a, r, http.StatusNotFound, path)
		return
	}
	data, err := s.pictures.Get(name)
	if err != nil {
		s.noPicture(a, r, path, name, err)
		return
	}
	r.showPicture(a, kind, data, hash, eternal)
}

// rendition answers with a rendition as it is: no reader can have one made.
func (s *Server) rendition(a *ask, r *reply, path, name string) {
	if s.renditions == nil {
		s.fail(a, r, http.StatusNotFound, path)
		return
	}
	data, kind, err := s.renditions.Get(name)
	if err != nil {
		s.noPicture(a, r, path, name, err)
		return
	}
	caching := eternal
	if !strings.HasSuffix(name, endingOf(kind)) {
		caching = standingIn
	}
	hash := sha256.Sum256(data)
	r.showPicture(a, kind, data, hash[:], caching)
}

func (s *Server) noPicture(a *ask, r *reply, path, name string, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		s.fail(a, r, http.StatusNotFound, path)
		return
	}
	s.trouble(fmt.Errorf("picture %s: %w", name, err))
	s.fail(a, r, http.StatusInternalServerError, path)
}

func (r *reply) showPicture(a *ask, kind string, data, hash []byte, c caching) {
	*r = reply{status: http.StatusOK, kind: kind, caching: c, picture: true, body: data}
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
	case "png", "gif", "webp":
		return hash, "image/" + ending, true
	}
	return nil, "", false
}

// endingOf is how the names of renditions of a media type end.
func endingOf(media string) string {
	if media == "image/jpeg" {
		return ".jpg"
	}
	return "." + strings.TrimPrefix(media, "image/")
}
