package site

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"

	"stet.news/desk/policy"
)

var (
	//go:embed style/*.css
	styleFiles embed.FS
	//go:embed static
	staticFiles embed.FS
)

// asset is a file that pages refer to, under an address that changes with it.
type asset struct {
	path  string
	media string
	body  []byte
}

// media types of what we serve as files.
var media = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2"}

// loadStatic reads the scripts, and the style as one file in the order of names.
func loadStatic() (map[string]asset, error) {
	all := map[string]asset{}
	var style bytes.Buffer
	names, err := fs.Glob(styleFiles, "style/*.css")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := styleFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		style.Write(text)
	}
	all["desk.css"] = newAsset("desk.css", style.Bytes())
	files, err := fs.Glob(staticFiles, "static/*.*")
	for _, name := range files {
		text, err := staticFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all[path.Base(name)] = newAsset(path.Base(name), text)
	}
	return all, err
}

func newAsset(name string, body []byte) asset {
	sum := sha256.Sum256(body)
	return asset{"/static/" + hex.EncodeToString(sum[:6]) + "/" + name, media[path.Ext(name)], body}
}

// asset gives the address of a file.
func (s *Site) asset(name string) (string, error) {
	a, ok := s.static[name]
	if !ok {
		return "", fmt.Errorf("there is no %s", name)
	}
	return a.path, nil
}

// staticRoutes serves the files, to whoever asks: they hold nothing of the
// newsroom, and the page to sign in needs them.
func (s *Site) staticRoutes() {
	for _, a := range s.static {
		s.route("GET "+a.path, policy.SignIn, func(w http.ResponseWriter, _ *http.Request, _ policy.Principal) error {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			w.Header().Set("Content-Type", a.media)
			_, err := w.Write(a.body)
			return err
		})
	}
}
