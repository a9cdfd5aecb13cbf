package site

import (
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/policy"
	"stet.news/desk/staff/stafftest"
)

// words are typed into every form: nothing of them may be lost, or become markup.
const typedWords = "سیلاب «در شب»\r\n<script>alert(1)</script> & \"it's\" +100%"

// typedInto is a form with those words in all that can be typed into, and with what
// goes along: a field that comes twice, and in order, as those of roles do.
func typedInto() url.Values {
	form := url.Values{"version": {"7"}, "role": {"editor", "", "reporter"}, "edition": {"en", "", "ps"}, "do": {"set"}}
	for _, f := range typedFields {
		form.Set(f.Name, typedWords)
		if !f.Long {
			form.Set(f.Name, strings.ReplaceAll(typedWords, "\r\n", " "))
		}
	}
	return form
}

// formOn reads the form on a page that goes to an address, as a browser would send
// it; the last, for the frame of the page has one to sign out.
func formOn(t *testing.T, page, to string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	attr := func(n *html.Node, key string) string {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val
			}
		}
		return ""
	}
	var form url.Values
	for n := range root.Descendants() {
		if n.Data != "form" || attr(n, "action") != to {
			continue
		}
		form = url.Values{}
		for field := range n.Descendants() {
			value := attr(field, "value")
			if field.Data == "textarea" && field.FirstChild != nil {
				value = field.FirstChild.Data
			}
			if name := attr(field, "name"); name != "" {
				form.Add(name, strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\n", "\r\n"))
			}
		}
	}
	if form == nil {
		t.Fatalf("no form goes to %s:\n%.2000s", to, page)
	}
	return form
}

// formsSent lists where people send forms. What asks only to read a story is for
// scripts, which keep what they send.
func formsSent(s *Site) (all []Route) {
	for _, route := range s.Routes() {
		if route.Method == http.MethodPost && route.Action != policy.SignIn && route.Action != policy.StoryRead {
			all = append(all, route)
		}
	}
	return all
}

var inPath = strings.NewReplacer("{id}", "zgistv345pfphn634bmuqm2kzi", "{account}", "a1", "{hash}", strings.Repeat("a", 64), "{edition}", "en",
	"{section}", "sport", "{n}", "1", "{ref}", "0", "{comment}", "c1", "{link}", "l1")

// TestNothingTypedIsLost sends every form there is without a session, and those that
// ask for it without a fresh sign-in: what was sent comes back after that, whole.
func TestNothingTypedIsLost(t *testing.T) {
	r := openDoor(t)
	zahra := stafftest.Add(t, r.Desk.Staff, r.Now(), "Zahra", policy.Grant{Role: policy.Administrator}, policy.Grant{Role: policy.Publisher})
	r.Pass(policy.StepUpFor + time.Minute)
	b := newBrowser(t, r, zahra.Cookies...)
	in, asked, form := maps.Clone(b.kept), 0, typedInto()
	for _, route := range formsSent(b.s) {
		path := inPath.Replace(route.Path)
		waits := func(status int, door string) {
			t.Helper()
			asked++
			code, _, page := b.send("POST", path, form)
			if code != status {
				t.Errorf("%s: %d instead of %d", route.Path, code, status)
				return
			}
			b.kept = maps.Clone(in) // signed in, in another tab
			_, _, page = b.send("POST", "/sent", formOn(t, page, door))
			if got := formOn(t, page, path); got.Encode() != form.Encode() {
				t.Errorf("%s: sent was\n%v\nand comes back as\n%v", route.Path, form, got)
			}
			if strings.Contains(page, "<script>alert") {
				t.Errorf("%s: markup in %s", route.Path, page)
			}
		}
		b.kept = map[string]string{}
		waits(http.StatusUnauthorized, "/sign-in")
		if rule, _ := policy.RuleOf(route.Action); rule.StepUp {
			waits(http.StatusForbidden, "/step-up")
		}
	}
	if asked < 40 {
		t.Errorf("only %d forms were asked", asked)
	}
}

// TestSentAgain: a comment whose session ended goes through a wrong password and
// the sign-in of another person, who is told whose name it will bear.
func TestSentAgain(t *testing.T) {
	r := openDoor(t)
	omid := stafftest.Add(t, r.Desk.Staff, r.Now(), "Omid", policy.Grant{Role: policy.Editor})
	dr, err := r.Desk.Begin(t.Context(), desktest.Person("ruhi", policy.Editor), desk.Beginning{Edition: "en", Headline: "Flood"})
	if err != nil {
		t.Fatal(err)
	}
	path := "/story/" + dr.ID.String() + "/comments"
	b := newBrowser(t, r)
	_, _, page := b.send("POST", path, url.Values{"text": {"Where exactly?"}})
	form := formOn(t, page, "/sign-in")
	wrong := maps.Clone(form)
	wrong.Set("login", "omid")
	wrong.Set("password", "not this one at all")
	code, _, page := b.send("POST", "/sign-in", wrong)
	if form = formOn(t, page, "/sign-in"); code != http.StatusForbidden || form.Get("sent.text") != "Where exactly?" || form.Get("password") != "" {
		t.Fatalf("a wrong password: %d %v", code, form)
	}
	if code, _, page = b.send("POST", "/sent", form); code != http.StatusUnauthorized || formOn(t, page, "/sign-in").Get("sent.text") == "" {
		t.Fatalf("nobody signed in in another tab: %d", code)
	}
	r.Pass(time.Minute)
	maps.Copy(form, proof(omid, r.Now()))
	_, _, page = b.send("POST", "/sign-in", form)
	if !strings.Contains(page, "signed in as \u2068Omid") {
		t.Errorf("nobody says who sends it: %s", page)
	}
	said := func() int {
		all, err := r.Desk.Comments(t.Context(), policy.House, dr.ID)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if said() != 0 {
		t.Error("it was sent by itself")
	}
	b.leads("POST", path, formOn(t, page, path), 303, "/story/"+dr.ID.String()+"#talk")
	if said() != 1 {
		t.Error("it was not sent")
	}
}

// TestSentAfterStepUp: an invitation waits for a fresh sign-in, and its maker meets a
// wrong code, and a session that ends meanwhile, on the way.
func TestSentAfterStepUp(t *testing.T) {
	r := openDoor(t)
	zahra := stafftest.Add(t, r.Desk.Staff, r.Now(), "Zahra", policy.Grant{Role: policy.Administrator})
	r.Pass(policy.StepUpFor + time.Minute)
	b := newBrowser(t, r, zahra.Cookies...)
	invitation := url.Values{"name": {"Omid"}, "days": {"7"}, "role": {"reporter", ""}, "edition": {"ps", ""}, "section": {"", ""}}
	through := func(page, door string, status int, by url.Values) string {
		t.Helper()
		form := formOn(t, page, door)
		maps.Copy(form, by)
		code, _, page := b.send("POST", door, form)
		if code != status {
			t.Fatalf("%s: %d instead of %d", door, code, status)
		}
		return page
	}
	_, _, page := b.send("POST", "/people/invite", invitation)
	page = through(page, "/step-up", http.StatusForbidden, url.Values{"password": {stafftest.Password}, "code": {"000000"}})
	b.kept = map[string]string{}
	page = through(page, "/step-up", http.StatusUnauthorized, proof(zahra, r.Now()))
	page = through(page, "/sign-in", http.StatusOK, proof(zahra, r.Now()))
	if code, _, page := b.send("POST", "/people/invite", formOn(t, page, "/people/invite")); code != 200 || !strings.Contains(page, "/welcome/") {
		t.Errorf("the invitation: %d %.600s", code, page)
	}
}

// TestRefusedComesBack: what a form was refused for is told with the form.
func TestRefusedComesBack(t *testing.T) {
	o := newOffice(t)
	id := o.begin("ruhi", desk.Beginning{Headline: "Flood"}).String()
	for path, form := range map[string][]string{
		"/story/" + id + "/comments":         {"text", strings.Repeat("x", 5000)},
		"/story/" + id + "/move":             {"from", "ready", "to", "published", "note", "Look at the second line"},
		"/story/" + id + "/retract":          {"base", "x", "reason", "It was not so"},
		"/story/new":                         {"edition", "en", "headline", "Rain", "wanted", "soon", "brief", "Ask the mayor"},
		"/story/" + id + "/versions/v9/name": {"name", "Before lunch"},
	} {
		w := o.post("omid", path, form...)
		want := url.Values{}
		for i := 0; i < len(form); i += 2 {
			want.Add(form[i], form[i+1])
		}
		if w.Code < 400 {
			t.Errorf("%s: %d", path, w.Code)
		} else if got := formOn(t, w.Body.String(), path); got.Encode() != want.Encode() {
			t.Errorf("%s: sent was %v, and comes back as %v", path, want, got)
		}
	}
}

// TestWhatIsGivenBack: only forms of the desk are, none with a secret, and none
// that an address would fill in.
func TestWhatIsGivenBack(t *testing.T) {
	s := newBrowser(t, openDoor(t)).s
	b := newBrowser(t, openDoor(t))
	for _, form := range []url.Values{
		{"password": {"hunter2 hunter2"}, "state": {"x"}, "new_code": {"123456"}}, {"text": {"x"}, "code": {"123456"}},
	} {
		for _, route := range formsSent(s) {
			if code, to, page := b.send("POST", inPath.Replace(route.Path), form); code != 303 || !strings.HasPrefix(to, "/sign-in?next=") {
				t.Errorf("%s with a secret: %d to %q %s", route.Path, code, to, page)
			}
		}
	}
	for _, to := range []string{
		"//evil.example/story/new", "https://evil.example/story/new", `/\evil.example`, `\/evil.example`, "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)",
		"data:text/html,x", "evil.example", "//localhost:8081@evil.example/story/new", "/%2f/evil.example", "/trail", "/nowhere", "/sign-in", "/welcome/x", "", "?x", "#x",
		"/story/new\x00", " /story/new", "http:/story/new", "/static/x/desk.js",
	} {
		if kept := s.sentTo(to, "/", url.Values{"text": {"x"}}); kept != nil {
			t.Errorf("%q takes forms: %+v", to, kept)
		}
	}
	if kept := s.sentTo("/story/new?idea=1", "/", url.Values{"text": {"x"}}); kept == nil {
		t.Error("a form of the desk is not given back")
	}
	for _, path := range []string{"/sign-in?sent_to=/story/new&sent.text=x", "/step-up?sent_to=/story/new&sent.text=x"} {
		if _, _, page := b.send("GET", path, nil); strings.Contains(page, `name="sent.text`) {
			t.Errorf("%s fills in a form", path)
		}
		if _, _, page := b.send("POST", path, url.Values{"login": {"x"}}); strings.Contains(page, `name="sent.text`) {
			t.Errorf("%s fills in a form", path)
		}
	}
	if code, _, page := b.send("POST", "/story/new", url.Values{"brief": {strings.Repeat("x", maxForm)}}); code != 303 {
		t.Errorf("a form that is too large: %d %.300s", code, page)
	}
}

// TestTypedFieldsAreKnown reads the templates: whatever can be typed into a form is
// shown when it is given back, and whatever a form does has a name.
func TestTypedFieldsAreKnown(t *testing.T) {
	fields := regexp.MustCompile(`<(?:textarea|input)[^>]*\bname="([^"]+)"[^>]*>`)
	never := regexp.MustCompile(`type="(hidden|checkbox|radio|range|file|password)"`)
	known := slices.Clone(secretFields)
	known = append(known, "login") // of the door
	for _, f := range typedFields {
		known = append(known, f.Name)
	}
	seen := 0
	for name, text := range templateTexts(t) {
		for _, part := range strings.Split(text, "<form")[1:] {
			form, _, _ := strings.Cut(part, "</form>")
			if !strings.Contains(form, `method="post"`) {
				continue
			}
			for _, f := range fields.FindAllStringSubmatch(form, -1) {
				if never.MatchString(f[0]) || strings.Contains(f[1], "{{") {
					continue
				}
				if seen++; !slices.Contains(known, f[1]) {
					t.Errorf("%s: %s can be typed into, and is not in typedFields", name, f[1])
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d fields are in the templates", seen)
	}
	s := newBrowser(t, openDoor(t)).s
	for _, route := range formsSent(s) {
		if formsAbout[route.Action] == "" {
			t.Errorf("POST %s (%s) has no name in formsAbout", route.Path, route.Action)
		}
	}
}

// templateTexts gives the templates by name.
func templateTexts(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(templateFiles, ".", func(name string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() {
			return err
		}
		text, err := templateFiles.ReadFile(name)
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
