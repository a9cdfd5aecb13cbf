package site

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"

	"stet.news/desk"
	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/desk/words"
	"stet.news/picture/darkroom"
)

// Budgets of one form with files. The script sends one at a time.
const (
	maxUpload = 500 << 20
	maxFiles  = 100
)

// A file is in memory while it comes in and is looked at. So many are at once; of
// the others nothing is read until their turn.
const (
	uploadsAtOnce  = 4
	uploadsWaiting = 32
	uploadWait     = 20 * time.Second
)

// errUploads: more files come in at once than should.
var errUploads = errors.New("too many files come in at once; send this one again in a moment")

// filed is what became of a file.
type filed struct {
	// Name is the file's, which is shown and not kept.
	Name string
	// Refused says in one line why it was not taken; else Brought is what it is now.
	Refused string
	Brought desk.Brought
}

// bringPictures takes files in, each by itself: one that is refused keeps none of
// the others out.
func (s *Site) bringPictures(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return bad("send files as multipart/form-data")
	}
	l := s.lang(r, who)
	var files []filed
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if part.FileName() == "" { // a form without a chosen file sends an empty one
			continue
		}
		if len(files) == maxFiles {
			return words.Refuse(bad("too many files at a time"), "pictures.too_many", "Most", maxFiles)
		}
		f, err := s.bring(r, who, l, part)
		if errors.Is(err, errUploads) {
			w.Header().Set("Retry-After", "5")
		}
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return words.Refuse(bad("no file was chosen"), "pictures.no_file")
	}
	if wantsJSON(r) {
		return sendJSON(w, http.StatusOK, takenJSON(l, files))
	}
	return s.page(w, r, who, "pictures_taken", files)
}

// bring takes in one file. The error is about us; what is wrong with the file is in
// the answer.
func (s *Site) bring(r *http.Request, who policy.Principal, l *words.Lang, part *multipart.Part) (f filed, err error) {
	leave, ok := s.uploads.Enter(r.Context())
	if !ok {
		return f, errUploads
	}
	defer leave()
	f.Name = path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
	data, err := io.ReadAll(io.LimitReader(part, darkroom.MaxBytes+1))
	if err != nil {
		return f, err
	}
	f.Brought, err = s.Desk.AddPicture(r.Context(), who, data)
	if f.Refused = refusal(l, data, err); f.Refused != "" {
		err = nil
	}
	return f, err
}

// refusal says why a file is not taken; "" when the error is none about the file.
func refusal(l *words.Lang, data []byte, err error) string {
	switch {
	case len(data) > darkroom.MaxBytes:
		return l.T("pictures.refused_bytes", "Most", darkroom.MaxBytes>>20)
	case errors.Is(err, darkroom.ErrTooLarge):
		return l.T("pictures.refused_large", "Why", err.Error())
	case errors.Is(err, darkroom.ErrNotAPicture):
		switch name := darkroom.Name(data); {
		case len(data) == 0:
			return l.T("pictures.refused_empty")
		case name == "HEIC":
			return l.T("pictures.refused_heic")
		case name == "SVG":
			return l.T("pictures.refused_svg")
		case name != "":
			return l.T("pictures.refused_kind", "Kind", name)
		}
		return l.T("pictures.refused_unknown")
	case errors.Is(err, darkroom.ErrBroken):
		return l.T("pictures.refused_broken")
	}
	return ""
}

// pictureJSON is a picture as the editor's document has it.
type pictureJSON struct {
	SHA256     string `json:"sha256"`
	Type       string `json:"type"`
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	Alt        string `json:"alt"`
	Decorative bool   `json:"decorative"`
	Caption    string `json:"caption"`
	Credit     string `json:"credit"`
	FocalX     int    `json:"focal_x"`
	FocalY     int    `json:"focal_y"`
}

func jsonOf(p library.Picture) pictureJSON {
	return pictureJSON{p.SHA256, p.Type, p.Width, p.Height, p.Alt, p.Decorative, p.Caption, p.Credit, p.FocalX, p.FocalY}
}

// fileJSON is filed for a script: a picture, or a line that says why there is none.
type fileJSON struct {
	Name    string       `json:"name"`
	Picture *pictureJSON `json:"picture"`
	Said    string       `json:"said"` // what was known or found, or why it was refused
}

func takenJSON(l *words.Lang, files []filed) (v struct {
	Files []fileJSON `json:"files"`
}) {
	for _, f := range files {
		out := fileJSON{Name: f.Name, Said: f.Refused}
		if f.Refused == "" {
			p := jsonOf(f.Brought.Picture)
			out.Picture, out.Said = &p, f.Said(l)
		}
		v.Files = append(v.Files, out)
	}
	return v
}

// Said is what people are told of a file that was taken.
func (f filed) Said(l *words.Lang) string {
	said := l.T("pictures.nothing_found")
	if len(f.Brought.Found) > 0 {
		said = l.T("pictures.found", "Kinds", kinds(l, f.Brought.Found))
	}
	if f.Brought.Known {
		said = l.T("pictures.known") + " " + said
	}
	return said
}

// kinds names kinds of metadata.
func kinds(l *words.Lang, found []string) string {
	names := make([]string, len(found))
	for i, kind := range found {
		names[i] = l.T("pictures.kind_" + kind)
	}
	return strings.Join(names, l.T("pictures.comma"))
}

// chosenFrom is a page of the library for the editor's script.
func chosenFrom(v picturesView) (out struct {
	Pictures []pictureJSON `json:"pictures"`
	Older    int64         `json:"older"`
}) {
	out.Pictures, out.Older = []pictureJSON{}, v.Older
	for _, p := range v.Pictures {
		out.Pictures = append(out.Pictures, jsonOf(p))
	}
	return out
}
