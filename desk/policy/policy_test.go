package policy

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// person is somebody with grants written "role" or "role edition" or
// "role edition section".
func person(grants ...string) Principal {
	p := Principal{Account: "a", Shown: now}
	for _, g := range grants {
		f := append(strings.Fields(g), "", "")
		p.Grants = append(p.Grants, Grant{Role: Role(f[0]), Edition: f[1], Section: f[2]})
	}
	return p
}

// TestMay is the policy as lines one can read aloud.
func TestMay(t *testing.T) {
	own := Object{Edition: "en", Section: "world", Mine: true}
	other := Object{Edition: "en", Section: "world"}
	sport := Object{Edition: "en", Section: "sport"}
	dari := Object{Edition: "fa-AF", Section: "world"}
	unfiled := Object{Edition: "en", Mine: true}
	published := Object{Edition: "en", Section: "world", Published: true}
	for _, c := range []struct {
		who  Principal
		act  Action
		to   Object
		want error
	}{
		{Principal{}, SignIn, Object{}, nil},
		{Principal{}, StoryRead, own, ErrSignIn},
		{Principal{}, "unheard of", own, ErrDenied},
		{person("publisher"), "unheard of", own, ErrDenied},

		{person("contributor"), StoryBegin, unfiled, nil},
		{person("contributor"), StoryRead, own, nil},
		{person("contributor"), StoryRead, other, ErrDenied},
		{person("contributor"), StoryEdit, own, nil},
		{person("contributor"), StorySubmit, own, nil},
		{person("contributor"), StoryApprove, own, ErrDenied},
		{person("contributor"), StoryPublish, own, ErrDenied},
		{person("contributor"), StoryAssign, own, ErrDenied},

		{person("reporter"), StoryRead, other, nil},
		{person("reporter"), StoryEdit, other, ErrDenied},
		{person("reporter"), StoryComment, other, nil},
		{person("reporter"), StoryAssign, own, nil},
		{person("reporter"), StoryPublish, own, ErrDenied},
		{person("reporter"), StoryChange, published, ErrDenied},

		{person("editor en world"), StoryEdit, other, nil},
		{person("editor en world"), StoryPublish, other, nil},
		{person("editor en world"), StoryPublish, sport, ErrDenied},
		{person("editor en world"), StoryPublish, dari, ErrDenied},
		{person("editor en world"), StoryEdit, unfiled, nil},
		{person("editor en world"), StoryEdit, Object{Edition: "en"}, ErrDenied},
		{person("editor en world"), StoryRetract, published, ErrDenied},
		{person("editor en world"), FrontEdit, Object{Edition: "en"}, ErrDenied},
		{person("editor en world", "reporter fa-AF"), StoryRead, dari, nil},
		{person("editor en world", "reporter fa-AF"), StoryEdit, dari, ErrDenied},

		{person("publisher en"), StoryRetract, published, nil},
		{person("publisher en"), FrontEdit, Object{Edition: "en"}, nil},
		{person("publisher en"), FrontEdit, Object{Edition: "ps"}, ErrDenied},
		{person("publisher en"), TrailRead, Object{}, ErrDenied},
		{person("publisher"), TrailRead, Object{}, nil},
		{person("publisher"), StaffManage, Object{}, ErrDenied},

		{person("contributor en world"), PictureRead, Object{}, nil},
		{person("contributor en world"), PictureEdit, Object{Mine: true}, nil},
		{person("contributor en world"), PictureEdit, Object{}, ErrDenied},
		{person("reporter fa-AF"), PictureEdit, Object{}, nil},
		{person("reporter fa-AF"), PictureDrop, Object{}, ErrDenied},
		{person("administrator"), PictureRead, Object{}, ErrDenied},

		{person("administrator"), StaffManage, Object{}, nil},
		{person("administrator en"), StaffManage, Object{}, ErrDenied},
		{person("administrator"), TrailRead, Object{}, nil},
		{person("administrator"), StoryRead, other, ErrDenied},
		{person("administrator"), StoryPublish, other, ErrDenied},
		{person("administrator"), Account, Object{}, nil},
		{person(), Account, Object{}, nil},
		{person(), StoryRead, own, ErrDenied},
	} {
		if err := May(c.who, c.act, c.to, now); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%v: %s to %+v: %v, want %v", c.who.Grants, c.act, c.to, err, c.want)
		}
	}
}

func TestStepUp(t *testing.T) {
	p := person("administrator")
	for ago, want := range map[time.Duration]error{0: nil, StepUpFor: nil, StepUpFor + time.Second: ErrStepUp} {
		p.Shown = now.Add(-ago)
		if err := May(p, StaffManage, Object{}, now); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("shown %s ago: %v, want %v", ago, err, want)
		}
	}
	p.Shown = now.Add(-time.Hour)
	if err := May(p, Credentials, Object{}, now); !errors.Is(err, ErrStepUp) {
		t.Errorf("credentials after an hour: %v", err)
	}
	if err := May(person("editor"), StaffManage, Object{}, now.Add(time.Hour)); !errors.Is(err, ErrDenied) {
		t.Errorf("somebody who may not is asked to sign in again: %v", err)
	}
}

// TestPossible: a route lets in who could do its act to something.
func TestPossible(t *testing.T) {
	for _, c := range []struct {
		who  Principal
		act  Action
		want error
	}{
		{Principal{}, SignIn, nil},
		{Principal{}, Account, ErrSignIn},
		{person(), Account, nil},
		{person(), StoryRead, ErrDenied},
		{person("contributor en"), StoryEdit, nil},
		{person("contributor en"), StoryPublish, ErrDenied},
		{person("editor en world"), SectionEdit, nil},
		{person("editor en world"), FrontEdit, ErrDenied},
		{person("administrator en"), StaffRead, ErrDenied},
	} {
		if err := Possible(c.who, c.act, now); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%v: %s: %v, want %v", c.who.Grants, c.act, err, c.want)
		}
	}
}

// TestHouse: the operator holds the keys and the database anyway.
func TestHouse(t *testing.T) {
	for _, r := range Table {
		if err := May(House, r.Action, Object{Edition: "en"}, now); err != nil {
			t.Errorf("%s: %v", r.Action, err)
		}
	}
}

// TestTableInDocs: docs/desk.md shows the table that the code uses.
func TestTableInDocs(t *testing.T) {
	doc, err := os.ReadFile("../../docs/desk.md")
	if err != nil {
		t.Fatal(err)
	}
	want := markdown()
	if !strings.Contains(string(doc), want) {
		t.Errorf("docs/desk.md does not show the policy's table:\n%s", want)
	}
}

// markdown is the table as the docs show it.
func markdown() string {
	var b strings.Builder
	b.WriteString("| act | least role | for own stories | also |\n|---|---|---|---|\n")
	for _, r := range Table {
		least := string(r.Least)
		if r.Least == Nobody {
			least = "nobody signed in"
		}
		var also []string
		if r.House {
			also = append(also, "grant for the whole house")
		}
		if r.Shared {
			also = append(also, "any grant")
		}
		if r.Admin {
			also = append(also, "or administrator")
		}
		if r.StepUp {
			also = append(also, "signs in once more")
		}
		if r.Second != "" {
			also = append(also, fmt.Sprintf("second person if `two_person` has `%q`", r.Second))
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.Action, least, r.Own, strings.Join(also, "; "))
	}
	return b.String()
}
