package story

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestID(t *testing.T) {
	id := NewID()
	if s := id.String(); len(s) != 26 || id.IsZero() {
		t.Fatalf("%q", s)
	}
	if got, err := ParseID(id.String()); err != nil || got != id {
		t.Errorf("%v, %v", got, err)
	}
	if s := (ID{}).String(); s != "" {
		t.Errorf("the zero ID is %q", s)
	}
	for _, bad := range []string{"", "a", strings.ToUpper(id.String()), id.String() + "a", strings.Repeat("a", 25) + "b", strings.Repeat("1", 26)} {
		if _, err := ParseID(bad); !errors.Is(err, ErrBadID) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestRevisionJSON(t *testing.T) {
	want := goodRevision()
	want.Story, want.Number, want.Slug = NewID(), 3, "سرخط"
	want.Bylines = []Byline{{Name: "Ali Khan", Person: "ali-khan"}, {Name: "Ali", Person: "ali-2"}, {Name: "Staff"}}
	want.Topics = []Topic{{Name: "Peace", Key: "peace"}, {Name: "War"}}
	want.Published = time.Date(2026, 11, 23, 1, 2, 3, 0, time.UTC)
	d, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Revision
	if err := json.Unmarshal(d, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %+v, %v\nwant %+v", d, got, err, want)
	}
	if !strings.Contains(string(d), `"Ali Khan"`) || strings.Contains(string(d), "translation_of") {
		t.Errorf("%s", d)
	}
	for _, bad := range []string{`{"id":"x"}`, `{"bylines":[{"name":"x","mail":"y"}]}`, `{"topics":[1]}`, `{"blocks":[{"type":"x"}]}`} {
		if err := json.Unmarshal([]byte(bad), new(Revision)); err == nil {
			t.Errorf("%s accepted", bad)
		}
	}
}

func TestGrade(t *testing.T) {
	for _, g := range Grades {
		if g.Significant() == (g == GradeMinor) {
			t.Errorf("%s", g)
		}
	}
}

func TestPictures(t *testing.T) {
	lead, within := Picture{SHA256: "1"}, Picture{SHA256: "2"}
	r := Revision{Lead: &lead, Body: Body{Divider{}, PictureBlock{within}}}
	if got := r.Pictures(); !reflect.DeepEqual(got, []Picture{lead, within}) {
		t.Errorf("%v", got)
	}
}
