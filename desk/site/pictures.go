package site

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"stet.news/desk"
	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/story"
)

func (s *Site) pictureRoutes() {
	s.route("GET /pictures", policy.PictureRead, s.pictures)
	s.routeUpTo(maxUpload, "POST /pictures", policy.PictureAdd, s.bringPictures)
	s.route("GET /picture/{hash}", policy.PictureRead, s.picture)
	s.route("POST /picture/{hash}", policy.PictureEdit, s.changePicture)
	s.route("POST /picture/{hash}/drop", policy.PictureDrop, s.dropPicture)
	s.route("GET /picture/{hash}/file", policy.PictureRead, s.pictureFile)
	s.route("GET /picture/{hash}/wide/{width}", policy.PictureRead, s.pictureFile)
}

// picturesPage is how many pictures a page of the library shows.
const picturesPage = 48

// wide are the widths that the desk shows pictures in, in pixels: of lists, and of
// one picture.
var wide = []int{desk.SmallWidth, 960}

// picturesView is a page of the library.
type picturesView struct {
	Pictures []library.Picture
	People   []library.Person
	Query    library.Query
	Since    string
	Until    string
	Older    int64 // the number to go on from; 0 when this is all
	Asked    bool  // something, so that finding nothing is an answer
	CanAdd   bool
	Texts    map[string]string
}

// pictures is the library; to the editor's script, which chooses from it, as JSON.
func (s *Site) pictures(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	form := r.URL.Query()
	v := picturesView{Since: form.Get("since"), Until: form.Get("until"), Query: library.Query{Text: form.Get("q"), Account: form.Get("by"), Limit: picturesPage + 1}}
	var err error
	if v.Query.Since, err = day(v.Since, 0); err != nil {
		return err
	}
	if v.Query.Until, err = day(v.Until, 24*time.Hour); err != nil {
		return err
	}
	before, err := number(r, "before", 0)
	if err != nil {
		return err
	}
	v.Query.Before = int64(before)
	if v.Pictures, v.People, err = s.Desk.Pictures(r.Context(), who, v.Query); err != nil {
		return err
	}
	if len(v.Pictures) > picturesPage {
		v.Pictures = v.Pictures[:picturesPage]
		v.Older = v.Pictures[picturesPage-1].N
	}
	if wantsJSON(r) {
		return sendJSON(w, http.StatusOK, chosenFrom(v))
	}
	v.Asked = v.Query.Text != "" || v.Query.Account != "" || v.Since != "" || v.Until != "" || before > 0
	v.CanAdd = allowed(policy.Possible(who, policy.PictureAdd, s.Now()))
	v.Texts = s.lang(r, who).Texts("pictures")
	return s.page(w, r, who, "pictures", v)
}

// pictureView is the page of a picture.
type pictureView struct {
	library.Picture
	Uses             []desk.PictureUse
	Hidden           int
	CanEdit, CanDrop bool
	// Wrong is what keeps the form from being taken; "" for nothing.
	Wrong string
	Texts map[string]string
}

// Focus gives the focal point in thousandths, or the middle.
func (v pictureView) Focus() (xy [2]int) {
	xy[0], xy[1] = v.Focal()
	return xy
}

func (s *Site) picture(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	p, err := s.Desk.Picture(r.Context(), who, r.PathValue("hash"))
	if err != nil {
		return err
	}
	return s.pictureWith(w, r, who, http.StatusOK, pictureView{Picture: p})
}

// pictureWith sends the page, perhaps with what somebody filled in.
func (s *Site) pictureWith(w http.ResponseWriter, r *http.Request, who policy.Principal, status int, v pictureView) (err error) {
	if v.Uses, v.Hidden, err = s.Desk.PictureUses(r.Context(), who, v.SHA256); err != nil {
		return err
	}
	mine := policy.Object{Mine: v.By == who.Account}
	v.CanEdit = who.May(policy.PictureEdit, mine, s.Now())
	v.CanDrop = len(v.Uses)+v.Hidden == 0 && who.May(policy.PictureDrop, mine, s.Now())
	v.Texts = s.lang(r, who).Texts("pictures")
	return s.pageStatus(w, r, who, status, "picture", v)
}

func (s *Site) changePicture(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	hash := r.PathValue("hash")
	to, err := readPictureWords(r)
	if err != nil {
		return err
	}
	err = s.Desk.ChangePicture(r.Context(), who, hash, to)
	if errors.Is(err, desk.ErrNoAlt) && !wantsJSON(r) { // what was filled in is not lost
		p, err := s.Desk.Picture(r.Context(), who, hash)
		if err != nil {
			return err
		}
		p.Alt, p.Decorative, p.Caption, p.Credit, p.FocalX, p.FocalY = to.Alt, to.Decorative, to.Caption, to.Credit, to.FocalX, to.FocalY
		return s.pictureWith(w, r, who, http.StatusUnprocessableEntity, pictureView{Picture: p, Wrong: s.lang(r, who).T("pictures.alt_missing")})
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, "/picture/"+hash+"?saved=1")
}

// readPictureWords reads the form of a picture. The zero point stands for the
// middle, so one who points at the very corner gets what is beside it.
func readPictureWords(r *http.Request) (p story.Picture, err error) {
	p = story.Picture{Alt: r.PostForm.Get("alt"), Decorative: r.PostForm.Get("decorative") != "", Caption: r.PostForm.Get("caption"), Credit: r.PostForm.Get("credit")}
	if p.Decorative {
		p.Alt = ""
	}
	for name, into := range map[string]*int{"focal_x": &p.FocalX, "focal_y": &p.FocalY} {
		if *into, err = strconv.Atoi(r.PostForm.Get(name)); err != nil || *into < 0 || *into > 1000 {
			return p, bad(name + " is a number from 0 to 1000")
		}
	}
	if p.FocalX == 0 && p.FocalY == 0 {
		p.FocalX = 1
	}
	return p, nil
}

func (s *Site) dropPicture(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	if err := s.Desk.DropPicture(r.Context(), who, r.PathValue("hash")); err != nil {
		return err
	}
	return seeOther(w, r, "/pictures")
}

// filePolicy lets a picture's file do nothing, whatever a browser takes it for.
const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

// pictureFile sends a picture, or its rendition of one of the desk's widths.
func (s *Site) pictureFile(w http.ResponseWriter, r *http.Request, who policy.Principal) error {
	width := 0
	if asked := r.PathValue("width"); asked != "" {
		var err error
		if width, err = strconv.Atoi(asked); err != nil || !slices.Contains(wide, width) {
			return errMissing
		}
	}
	data, media, err := s.Desk.PictureFile(r.Context(), who, r.PathValue("hash"), width)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.Header().Set("Content-Security-Policy", filePolicy)
	_, err = w.Write(data)
	return err
}
