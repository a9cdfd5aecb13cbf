package desk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"slices"
	"testing"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/picture"
	"stet.news/picture/darkroom"
	"stet.news/record"
	"stet.news/story"
)

func TestMain(m *testing.M) {
	darkroom.Main()
	os.Exit(m.Run())
}

// photo is a JPEG whose pixels depend on n, with what a camera and a caption
// writer put into it.
func photo(t *testing.T, n uint8, caption string) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 60, 40))
	for i := range m.Pix {
		m.Pix[i] = uint8(i) ^ n
	}
	m.SetGray(3, 3, color.Gray{n})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	xmp := "http://ns.adobe.com/xap/1.0/\x00" + `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>Mina Rahimi</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + caption + `</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`
	data := slices.Clone(b.Bytes()[:2])
	data = append(data, 0xff, 0xe1, byte((len(xmp)+2)>>8), byte(len(xmp)+2))
	return append(append(data, xmp...), b.Bytes()[2:]...)
}

// TestBringPicture: what the file says is offered and told, and one picture is
// one, whatever its metadata.
func TestBringPicture(t *testing.T) {
	r := desktest.Open(t)
	mina, ali := desktest.Person("mina", policy.Contributor), desktest.Person("ali", policy.Reporter)
	first, err := r.Desk.AddPicture(t.Context(), mina, photo(t, 1, "A street in Herat"))
	if err != nil {
		t.Fatal(err)
	}
	if first.Known || first.Caption != "A street in Herat" || first.Credit != "Mina Rahimi" || !slices.Contains(first.Found, "words") || first.N == 0 || first.Bytes == 0 || first.Name != "mina" {
		t.Errorf("brought as %+v", first)
	}
	again, err := r.Desk.AddPicture(t.Context(), ali, photo(t, 1, "Another caption"))
	if err != nil || !again.Known || again.SHA256 != first.SHA256 || again.Caption != "A street in Herat" || again.By != "mina" {
		t.Errorf("brought again as %+v, %v", again, err)
	}
	rows, err := r.Desk.Trail(t.Context(), desktest.Person("p", policy.Publisher), trail.Query{Action: policy.PictureAdd, Limit: 9})
	if err != nil || len(rows) != 1 || rows[0].Object != first.SHA256 {
		t.Errorf("the trail: %v %v", rows, err)
	}
	if _, err := r.Desk.AddPicture(t.Context(), desktest.Person("admin", policy.Administrator), photo(t, 2, "")); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("an administrator brings a picture: %v", err)
	}
	if _, err := r.Desk.AddPicture(t.Context(), mina, []byte("<svg onload=alert(1)>")); !errors.Is(err, darkroom.ErrNotAPicture) {
		t.Errorf("an SVG: %v", err)
	}
	for width, want := range map[int]string{0: "image/jpeg", 320: "image/jpeg"} {
		data, media, err := r.Desk.PictureFile(t.Context(), ali, first.SHA256, width)
		if err != nil || media != want || darkroom.Name(data) != want {
			t.Errorf("%d wide: %s, %v", width, media, err)
		}
	}
	if _, _, err := r.Desk.PictureFile(t.Context(), policy.Principal{}, first.SHA256, 0); !errors.Is(err, policy.ErrSignIn) {
		t.Errorf("nobody has it: %v", err)
	}
	if list, err := os.ReadDir(r.Dir + "/public"); err == nil {
		t.Errorf("something of it is public: %v", list)
	}
}

func TestChangePicture(t *testing.T) {
	r := desktest.Open(t)
	mina, other := desktest.Person("mina", policy.Contributor), desktest.Person("other", policy.Contributor)
	p, err := r.Desk.AddPicture(t.Context(), mina, photo(t, 1, ""))
	if err != nil {
		t.Fatal(err)
	}
	to := story.Picture{Alt: " A   street ", Caption: "Herat", Credit: "M", FocalX: 1200, FocalY: -3}
	if err := r.Desk.ChangePicture(t.Context(), other, p.SHA256, to); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("another contributor: %v", err)
	}
	if err := r.Desk.ChangePicture(t.Context(), mina, p.SHA256, story.Picture{Caption: "Herat"}); !errors.Is(err, desk.ErrNoAlt) {
		t.Errorf("without alternative text: %v", err)
	}
	if err := r.Desk.ChangePicture(t.Context(), mina, p.SHA256, to); err != nil {
		t.Fatal(err)
	}
	got, err := r.Desk.Picture(t.Context(), other, p.SHA256)
	if err != nil || got.Alt != "A street" || got.Caption != "Herat" || got.FocalX != 1000 || got.FocalY != 0 {
		t.Errorf("changed to %+v, %v", got, err)
	}
	if _, err := r.Desk.Picture(t.Context(), other, "0000"); !errors.Is(err, picture.ErrNoPicture) {
		t.Errorf("one that is not there: %v", err)
	}
}

// TestUsedPicturesStay: a picture that any version of a draft or a published story
// shows cannot be taken out; one that nothing shows can.
func TestUsedPicturesStay(t *testing.T) {
	r := desktest.Open(t)
	ed := desktest.Person("ed", policy.Editor)
	drafted, published, free := bring(t, r, 1), bring(t, r, 2), bring(t, r, 3)

	dr, err := r.Desk.Begin(t.Context(), ed, desk.Beginning{Edition: "en", Section: "world", Headline: "Rain"})
	if err != nil {
		t.Fatal(err)
	}
	lead, _ := json.Marshal(drafted.Picture.Picture)
	for i, value := range []string{string(lead), "null"} { // chosen, and taken away again
		step := fmt.Sprintf(`{"stepType":"docAttr","attr":"lead","value":%s}`, value)
		if _, err := r.Desk.Write(t.Context(), ed, dr.ID, draft.Batch{Version: i, Client: "c", Steps: []json.RawMessage{json.RawMessage(step)}}); err != nil {
			t.Fatal(err)
		}
	}
	shown := published.Picture.Picture
	shown.Alt = "A street"
	rev := story.Revision{Edition: "en", Headline: "Sun", Lead: &shown, Body: story.Body{story.Paragraph{Text: story.Plain("It shone.")}}}
	receipts, err := r.EnterAlso(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}}, nothing)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		p    library.Picture
		want error
	}{{"drafted", drafted.Picture, desk.ErrPictureUsed}, {"published", published.Picture, desk.ErrPictureUsed}, {"free", free.Picture, nil}} {
		if err := r.Desk.DropPicture(t.Context(), ed, c.p.SHA256); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("the %s picture is taken out: %v, want %v", c.what, err, c.want)
		}
	}
	if _, err := r.Files.Get(picture.FileName(free.Picture.Picture)); !errors.Is(err, picture.ErrNoPicture) {
		t.Errorf("its file: %v", err)
	}
	uses, hidden, err := r.Desk.PictureUses(t.Context(), ed, drafted.SHA256)
	if err != nil || hidden != 0 || len(uses) != 1 || uses[0].Headline != "Rain" || uses[0].Path != "" {
		t.Errorf("uses of the drafted: %+v %d %v", uses, hidden, err)
	}
	if uses, hidden, err = r.Desk.PictureUses(t.Context(), desktest.Person("c", policy.Contributor), drafted.SHA256); err != nil || hidden != 1 || len(uses) != 0 {
		t.Errorf("for one who may not read it: %+v %d %v", uses, hidden, err)
	}
	if uses, _, err = r.Desk.PictureUses(t.Context(), ed, published.SHA256); err != nil || len(uses) != 1 || uses[0].Path == "" || uses[0].Story != receipts[0].Story {
		t.Errorf("uses of the published: %+v %v", uses, err)
	}
}

func bring(t *testing.T, r *desktest.Room, n uint8) desk.Brought {
	t.Helper()
	b, err := r.Desk.AddPicture(t.Context(), desktest.Person("ed", policy.Editor), photo(t, n, ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestArchiveFillsTheLibrary: what the record publishes can be chosen, and an
// erasure takes its words out of the library, too.
func TestArchiveFillsTheLibrary(t *testing.T) {
	r := desktest.Open(t)
	ed := desktest.Person("ed", policy.Editor)
	p := story.Picture{SHA256: fmt.Sprintf("%064x", 7), Type: "image/jpeg", Width: 900, Height: 600, Alt: "Gulcanary at work", Caption: "In Kabul", Credit: "K"}
	rev := story.Revision{Edition: "en", Headline: "Work", Lead: &p, Body: story.Body{story.Paragraph{Text: story.Plain("Words.")}}}
	receipts, err := r.EnterAlso(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}}, nothing)
	if err != nil {
		t.Fatal(err)
	}
	find := func(text string) int {
		found, _, err := r.Desk.Pictures(t.Context(), ed, library.Query{Text: text, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	if find("kabul") != 1 || find("gulcanary") != 1 {
		t.Fatal("a published picture is not in the library")
	}
	var acts []record.Act
	err = r.View(t.Context(), func(rd record.Reader) error {
		acts, err = record.EraseActs(rd, receipts[0].Story, func(p record.Piece) bool { return p.PictureHash() != "" }, "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.EnterAlso(t.Context(), acts, nothing); err != nil {
		t.Fatal(err)
	}
	if find("gulcanary") != 0 || find("") != 0 {
		t.Error("an erased picture is in the library")
	}
}

// nothing is written with what is published.
func nothing(record.Tx, []record.Receipt) error { return nil }
