package site

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/desk/staff/stafftest"
	"stet.news/record"
	"stet.news/story"
)

// The permission matrix: every principal asks every route, for a story in every
// state, over HTTP. What comes of it must be what testdata/matrix.txt says, a
// file kept by hand, and what the policy's table says of the route's action.
//
// A route that is not in the file fails the test: a new one is thought through.

// states are what a story can be to somebody, by the letter of the file.
var states = []struct {
	letter byte
	name   string
}{
	{'o', "own"}, {'x', "another's"}, {'s', "of another section"}, {'e', "embargoed"}, {'p', "published"}, {'r', "retracted"}, {'k', "spiked"},
}

// cast is who asks, in the order of the file's columns. Who is stale showed long
// ago who they are.
var cast = []struct {
	name   string
	grants []policy.Grant
}{
	{"nobody", nil},
	{"nobodys", nil}, // an account without a grant
	{"contributor", []policy.Grant{{Role: policy.Contributor, Edition: "en", Section: "afghanistan"}}},
	{"reporter", []policy.Grant{{Role: policy.Reporter, Edition: "en", Section: "afghanistan"}}},
	{"editor", []policy.Grant{{Role: policy.Editor, Edition: "en", Section: "afghanistan"}}},
	{"dari", []policy.Grant{{Role: policy.Editor, Edition: "fa-AF"}}},
	{"publisher", []policy.Grant{{Role: policy.Publisher, Edition: "en"}}},
	{"head", []policy.Grant{{Role: policy.Publisher}}},
	{"admin", []policy.Grant{{Role: policy.Administrator}}},
	{"stale", []policy.Grant{{Role: policy.Publisher}, {Role: policy.Administrator}}},
}

// dryHouse carries everything out and takes it back at the last moment, so that
// every cell finds the newsroom as it was.
type dryHouse struct {
	desk.House
	dry   bool
	acted bool
}

var errDry = errors.New("taken back")

func (h *dryHouse) Update(ctx context.Context, f func(record.Tx) error) error {
	return h.House.Update(ctx, func(tx record.Tx) error {
		if err := f(tx); err != nil || !h.dry {
			return err
		}
		h.acted = true
		return errDry
	})
}

func (h *dryHouse) EnterAlso(ctx context.Context, acts []record.Act, also record.Also) ([]record.Receipt, error) {
	if h.dry {
		h.acted = true
		return nil, errDry
	}
	return h.House.EnterAlso(ctx, acts, also)
}

// stage is the newsroom that the matrix is asked of.
type stage struct {
	*Site
	as      // the door's other methods
	house   *dryHouse
	who     policy.Principal
	cast    []policy.Principal           // those of the file's columns, with accounts
	stories map[string]map[byte]story.ID // by account and state
	picture string                       // the hash of one that writer brought
}

func newStage(t *testing.T) *stage {
	t.Helper()
	room := desktest.Open(t)
	g := &stage{house: &dryHouse{House: room}, stories: map[string]map[byte]story.ID{}}
	quiet := slog.New(slog.DiscardHandler)
	d, err := desk.Open(t.Context(), g.house, desk.Options{Now: room.Now, Log: quiet, Staff: staff.Options{Cost: stafftest.Cheap}})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Staff.At("http://localhost:8081"); err != nil {
		t.Fatal(err)
	}
	room.Desk = d // what the room publishes, it publishes for this desk
	if g.Site, err = New(g.options(room, d)); err != nil {
		t.Fatal(err)
	}
	g.hire(t, room)
	g.fill(t, room)
	return g
}

func (g *stage) options(room *desktest.Room, d *desk.Desk) Options {
	return Options{
		Desk: d, Door: g, Now: room.Now, Log: slog.New(slog.DiscardHandler), Newsroom: "Karez", Public: "https://karez.example",
		Editions: desktest.Editions, Sections: desktest.Sections,
	}
}

// Principal makes the stage the door.
func (g *stage) Principal(*http.Request) policy.Principal { return g.who }

// hire makes an account, and a session, for each of the cast.
func (g *stage) hire(t *testing.T, room *desktest.Room) {
	t.Helper()
	for _, c := range cast {
		who := policy.Principal{}
		if c.name != "nobody" {
			p := stafftest.Add(t, g.Desk.Staff, room.Now(), c.name, append([]policy.Grant{}, orSome(c.grants)...)...)
			who = g.Desk.Staff.Principal(p.Request("GET", "/"))
			who.Grants, who.Name = c.grants, c.name
		}
		if c.name == "stale" {
			who.Shown = room.Now().Add(-time.Hour)
		}
		g.cast = append(g.cast, who)
	}
}

// orSome gives the grants, or one for an invitation that needs some.
func orSome(grants []policy.Grant) []policy.Grant {
	if len(grants) == 0 {
		return []policy.Grant{{Role: policy.Contributor}}
	}
	return grants
}

// fill makes for everybody a story of their own, and those that all ask about.
func (g *stage) fill(t *testing.T, room *desktest.Room) {
	t.Helper()
	all := map[byte]story.ID{}
	writer := desktest.With("writer", policy.Grant{Role: policy.Publisher})
	begin := func(who policy.Principal, section string) story.ID {
		dr, err := g.Desk.Begin(t.Context(), who, desk.Beginning{Edition: "en", Section: section, Headline: "The river rose"})
		if err != nil {
			t.Fatal(err)
		}
		return dr.ID
	}
	brought, err := g.Desk.AddPicture(t.Context(), writer, onePixel(t))
	if err != nil {
		t.Fatal(err)
	}
	g.picture = brought.Picture.SHA256
	all['x'], all['s'], all['e'] = begin(writer, "afghanistan"), begin(writer, "sport"), begin(writer, "afghanistan")
	if err := g.Desk.SetEmbargo(t.Context(), writer, all['e'], room.Now().Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	for letter, headline := range map[byte]string{'p': "The bridge is open", 'r': "The bridge is gone"} {
		all[letter] = room.Publish(t, desktest.Revision("en", headline)).Story
		if _, err := g.Desk.Open(t.Context(), writer, all[letter]); err != nil {
			t.Fatal(err)
		}
	}
	all['k'] = begin(writer, "afghanistan")
	if err := g.Desk.Move(t.Context(), writer, all['k'], desk.Move{From: draft.Writing, To: draft.Spiked}); err != nil {
		t.Fatal(err)
	}
	retract := []record.Act{{Kind: record.Retract, Story: all['r'], Base: 1, Reason: "It was not so."}}
	if _, err := room.EnterAlso(t.Context(), retract, g.Desk.ByHouse(retract)); err != nil {
		t.Fatal(err)
	}
	for _, who := range g.cast {
		own := map[byte]story.ID{}
		for letter, id := range all {
			own[letter] = id
		}
		maker := writer
		maker.Account = who.Account // who may not begin one has been given one
		if own['o'] = begin(writer, "afghanistan"); who.Account != "" {
			own['o'] = begin(maker, "afghanistan")
		}
		g.stories[who.Account] = own
	}
}

// onePixel is the smallest picture there is.
func onePixel(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// row is a line of the file: how a route is asked, and what each of the cast
// may ask it for.
type row struct {
	method, path string
	form         string         // its body; JSON when it begins with {
	action       policy.Action  // what the method asks, when that is not the route's
	object       *policy.Object // what it asks it about, when that is no story
	fresh        bool           // the route asks for a fresh sign-in, whatever the method asks
	cells        []string
	line         int
}

// readMatrix reads the file: METHOD PATH | body | action | a cell for each of
// the cast. A cell has the letters of the states in which the answer is yes, or
// "y" where there is no story; "^" is: after signing in once more; "-" is no.
func readMatrix(t *testing.T) (rows []row) {
	t.Helper()
	f, err := os.Open("testdata/matrix.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		parts := strings.Split(text, "|")
		if len(parts) != 4 {
			t.Fatalf("matrix.txt:%d: %d parts instead of 4", n, len(parts))
		}
		method, path, ok := strings.Cut(strings.TrimSpace(parts[0]), " ")
		if !ok {
			method, path = "", method
		}
		r := row{method: method, path: path, form: strings.TrimSpace(parts[1]), cells: strings.Fields(parts[3]), line: n}
		r.action, r.object = readAction(parts[2])
		if len(r.cells) != len(cast) {
			t.Fatalf("matrix.txt:%d: %d cells for %d principals", n, len(r.cells), len(cast))
		}
		rows = append(rows, r)
	}
	return rows
}

// readAction reads the third part of a line: an action, and behind a colon the
// edition and section it is asked about, with "mine" when that is the asker's.
func readAction(text string) (policy.Action, *policy.Object) {
	action, about, asked := strings.Cut(strings.TrimSpace(text), ":")
	if !asked {
		return policy.Action(action), nil
	}
	o := &policy.Object{}
	for i, word := range strings.Fields(about) {
		switch {
		case word == "mine":
			o.Mine = true
		case i == 0:
			o.Edition = word
		default:
			o.Section = word
		}
	}
	return policy.Action(action), o
}

// aboutStory reports whether a route is asked of a story, in its path or its form.
func (r row) aboutStory() bool {
	return strings.Contains(r.path, "/story/{id}") || strings.Contains(r.form, "{story}")
}

// ask sends the row's request as the present principal and says what came: 'y',
// '-' or '^', or '.' when there is nothing to see, which may hide a no. What was
// let through and failed for another reason is a yes.
func (g *stage) ask(r row, path string, head ...string) (byte, int) {
	var body string
	var kind string
	form := strings.ReplaceAll(r.form, "{me}", g.who.Account)
	switch {
	case r.method == "GET" && form != "" && !strings.Contains(path, "?"):
		path += "?" + form
	case strings.HasPrefix(form, "{"):
		body, kind = form, "application/json"
	case r.method != "GET" && r.method != "HEAD":
		body, kind = form, "application/x-www-form-urlencoded"
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	q := httptest.NewRequestWithContext(ctx, cmp.Or(r.method, "GET"), path, strings.NewReader(body))
	if kind != "" {
		q.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(head); i += 2 {
		q.Header.Set(head[i], head[i+1])
	}
	if strings.HasSuffix(r.path, "/events") { // a stream does not end by itself
		time.AfterFunc(20*time.Millisecond, cancel)
	}
	g.house.acted = false
	g.house.dry = r.method != "GET" && r.method != "HEAD" // looking may bring the search index up to date
	w := httptest.NewRecorder()
	g.ServeHTTP(w, q)
	return verdict(w, g.house.acted), w.Code
}

func verdict(w *httptest.ResponseRecorder, acted bool) byte {
	to, page := w.Header().Get("Location"), w.Body.String()
	denied := strings.Contains(page, "You may not do this") || strings.Contains(page, `"kind":"frame.error_denied"`) ||
		strings.Contains(page, "You are signed out")
	switch {
	case strings.HasPrefix(to, "/step-up?next="), strings.Contains(page, policy.ErrStepUp.Error()), strings.Contains(page, `name="sent_to"`) && w.Code == http.StatusForbidden:
		return '^'
	case denied && (w.Code == http.StatusForbidden || w.Code == http.StatusUnauthorized), strings.HasPrefix(to, "/sign-in?next="):
		return '-' // saves share a transaction, so one may have been carried out without this one in it
	case acted:
		return 'y'
	case w.Code == http.StatusNotFound:
		return '.'
	}
	return 'y'
}

// same reports whether what came is what the file wants.
func same(got, want string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		if got[i] != want[i] && got[i] != '.' {
			return false
		}
	}
	return true
}

// cell asks a row for one principal in every state.
func (g *stage) cell(r row, who policy.Principal) string {
	g.who = who
	if !r.aboutStory() {
		got, _ := g.ask(r, g.fillPath(r.path, "x1"))
		return string(got)
	}
	var b strings.Builder
	for _, s := range states {
		id, asked := g.stories[who.Account][s.letter].String(), r
		asked.form = strings.ReplaceAll(r.form, "{story}", id)
		got, _ := g.ask(asked, g.fillPath(r.path, id))
		b.WriteByte(letterFor(got, s.letter))
	}
	return b.String()
}

// letterFor writes a verdict as the file does.
func letterFor(got, state byte) byte {
	if got == 'y' {
		return state
	}
	return got
}

// fillPath puts values into a route's path.
func (g *stage) fillPath(path, id string) string {
	return strings.NewReplacer(
		"{id}", id, "{edition}", "en", "{section}", "afghanistan", "{$}", "", "{n}", "1", "{version}", "0", "{ref}", "0", "{leaf}", "1", "{path...}", "x.css",
		"{token}", strings.Repeat("a", 32), "{secret}", strings.Repeat("a", 32), "{account}", g.cast[3].Account, "{comment}", "c1", "{link}", "l1",
		"{hash}", g.picture, "{width}", "320",
	).Replace(path)
}

// letter writes an answer of the policy as the file does.
func letter(err error, yes byte) byte {
	switch {
	case err == nil:
		return yes
	case errors.Is(err, policy.ErrStepUp):
		return '^'
	}
	return '-'
}

// byPolicy is the cell that the table alone gives.
func (g *stage) byPolicy(r row, who policy.Principal) string {
	may := func(o policy.Object, yes byte) byte {
		err := policy.May(who, r.action, o, desktest.Began)
		if err == nil && r.fresh && desktest.Began.Sub(who.Shown) > policy.StepUpFor {
			err = policy.ErrStepUp
		}
		return letter(err, yes)
	}
	if r.object != nil {
		return string(may(*r.object, 'y'))
	}
	if !r.aboutStory() {
		return string(letter(policy.Possible(who, r.action, desktest.Began), 'y'))
	}
	var b strings.Builder
	for _, s := range states {
		o := policy.Object{Edition: "en", Section: "afghanistan", Mine: s.letter == 'o' && who.Account != "", Published: s.letter == 'p' || s.letter == 'r'}
		if s.letter == 's' {
			o.Section = "sport"
		}
		b.WriteByte(may(o, s.letter))
	}
	return b.String()
}

func TestPermissionMatrix(t *testing.T) {
	g := newStage(t)
	rows := readMatrix(t)
	asked, cells := map[string]bool{}, 0
	actions := map[string]policy.Action{}
	for _, route := range g.Routes() {
		actions[strings.TrimSpace(route.Method+" "+route.Path)] = route.Action
	}
	for _, r := range rows {
		name := strings.TrimSpace(r.method + " " + r.path)
		action, there := actions[name]
		if !there {
			t.Errorf("matrix.txt:%d: there is no route %s", r.line, name)
			continue
		}
		asked[name] = true
		rule, _ := policy.RuleOf(action)
		r.fresh = rule.StepUp
		if r.action == "" {
			r.action = action
		}
		var got []string
		right := true
		for i, who := range g.cast {
			cell := g.cell(r, who)
			got = append(got, cell)
			cells += len(cell)
			right = right && same(cell, r.cells[i])
			if want := g.byPolicy(r, who); want != r.cells[i] {
				t.Errorf("matrix.txt:%d: %s as %s: the file says %s, the policy's table %s", r.line, name, cast[i].name, r.cells[i], want)
			}
		}
		if !right {
			t.Errorf("matrix.txt:%d: %s\n got %s\nwant %s", r.line, name, strings.Join(got, " "), strings.Join(r.cells, " "))
		}
	}
	for _, route := range g.Routes() {
		if name := strings.TrimSpace(route.Method + " " + route.Path); !asked[name] && !strings.HasPrefix(route.Path, "/static/") {
			var guess []string
			for _, who := range g.cast {
				guess = append(guess, g.byPolicy(row{method: route.Method, path: route.Path, action: route.Action}, who))
			}
			t.Errorf("%s (%s) is not in matrix.txt; by the policy's table its line would be\n%s |  |  | %s", name, route.Action, name, strings.Join(guess, " "))
		}
	}
	t.Logf("%d cells", cells)
}

func orNobody(p policy.Principal) string {
	if p.Account == "" {
		return "nobody"
	}
	return p.Account
}

// TestPathVariants asks, for every row and principal, the first cell that is
// refused again in other spellings: none may be let through where the plain one
// is not.
func TestPathVariants(t *testing.T) {
	g := newStage(t)
	asked := 0
	for _, r := range readMatrix(t) {
		for _, who := range g.cast {
			g.who = who
			for _, s := range states {
				path := g.fillPath(r.path, g.stories[who.Account][s.letter].String())
				if got, _ := g.ask(r, path); got == 'y' {
					continue
				}
				for _, v := range variants(r, path) {
					asked++
					got, status := g.ask(v.row, v.path, v.head...)
					if got == 'y' && g.house.acted || got == 'y' && status == http.StatusOK {
						t.Errorf("%s %s as %s (%s): let through with %d, the plain one is not: %s %s", r.method, path, orNobody(who), s.name, status, v.method, v.path)
					}
				}
				break
			}
		}
	}
	t.Logf("%d variants", asked)
}

// variant is a request in another spelling.
type variant struct {
	row
	path string
	head []string
}

func variants(r row, path string) (all []variant) {
	add := func(path string, head ...string) { all = append(all, variant{r, path, head}) }
	add(path + "/")
	add("/" + path)
	add("/." + path)
	add(path + "/.")
	add(path + ";x=1")
	add(path + "%2e")
	add(path + "?_method=GET")
	add(strings.ToUpper(path))
	add("/" + strings.ReplaceAll(path[1:], "/", "%2F"))
	add(path, "X-Original-URL", "/sign-in", "X-Rewrite-URL", "/sign-in")
	add(path, "X-HTTP-Method-Override", "GET", "X-Forwarded-For", "127.0.0.1")
	other := r
	for _, other.method = range []string{"HEAD", "OPTIONS", "PUT", "PATCH"} {
		if r.method == "GET" || other.method != "HEAD" { // else it is another route's
			all = append(all, variant{other, path, nil})
		}
	}
	return all
}

// TestPartsAreReached: what the bar offers somebody, they may open.
func TestPartsAreReached(t *testing.T) {
	g := newStage(t)
	for _, who := range g.cast[1:] {
		g.who = who
		for _, item := range g.nav(who, "/") {
			w := httptest.NewRecorder()
			g.ServeHTTP(w, httptest.NewRequest("GET", item.Path, nil))
			if w.Code != http.StatusOK && !strings.HasPrefix(w.Header().Get("Location"), "/step-up") {
				t.Errorf("%s is offered %s, which answers %s", who.Name, item.Path, fmt.Sprint(w.Code))
			}
		}
	}
}
