package press

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"stet.news/search"
	"stet.news/story"
)

// asked is what a reader asks for, as it came.
type asked struct {
	Text, Section, Topic string
	From, To             string
	Newest               bool
	Page                 int
	from, to             time.Time
	fromBad, toBad       bool
}

// readAsked reads the query of an address. What is no query there asks nothing.
func (e *edition) readAsked(raw string) (a asked) {
	values, _ := url.ParseQuery(raw) // what can be read of it
	get := func(name string) string { return search.Clean(values.Get(name)) }
	a = asked{Text: get("q"), Section: get("section"), Topic: get("topic"), From: get("from"), To: get("to"), Newest: get("order") == "newest"}
	a.Page, _ = strconv.Atoi(get("page"))
	a.from, a.fromBad = e.readDay(a.From)
	if a.to, a.toBad = e.readDay(a.To); !a.to.IsZero() {
		a.to = a.to.AddDate(0, 0, 1) // that day, too
	}
	return a
}

// isNothing: the form came back empty.
func (a asked) isNothing() bool { return a.Text+a.Section+a.Topic+a.From+a.To == "" }

func (a asked) query(e *edition) search.Query {
	return search.Query{Edition: e.Tag, Text: a.Text, Section: a.Section, Topic: a.Topic, From: a.from, To: a.to, Newest: a.Newest, Page: a.Page}
}

// link gives the address of a page of what was asked.
func (a asked) link(e *edition, page int) string {
	v := url.Values{}
	for name, value := range map[string]string{"q": a.Text, "section": a.Section, "topic": a.Topic, "from": a.From, "to": a.To} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if a.Newest {
		v.Set("order", "newest")
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	return address(searchPath(e)) + "?" + v.Encode()
}

// searchForm is the form with what was asked still in it.
type searchForm struct {
	Action           string
	Text             string
	Sections, Topics []option
	From, To         string
	Native           bool // dates are Gregorian: the browser may offer its calendar
	Example          string
	FromBad, ToBad   bool
	Newest           bool
	Narrow           bool // something besides words is asked
}

// option is something to choose.
type option struct {
	Key, Name string
	Chosen    bool
}

func (e *edition) form(a asked) searchForm {
	f := searchForm{
		Action: address(searchPath(e)), Text: a.Text, From: a.From, To: a.To, FromBad: a.fromBad, ToBad: a.toBad, Newest: a.Newest,
		Native: !e.solar(), Example: e.dates.digits(exampleDay(e)),
		Narrow: a.Section+a.Topic+a.From+a.To != "" || a.Newest,
	}
	if f.Native { // a calendar takes nothing else
		f.From, f.To = isoDay(a.from), isoDay(a.to.AddDate(0, 0, -1))
	}
	for _, s := range e.Sections {
		f.Sections = append(f.Sections, option{s.Key, s.Name, s.Key == a.Section})
	}
	if a.Section != "" && !slices.ContainsFunc(f.Sections, func(o option) bool { return o.Chosen }) {
		f.Sections = append(f.Sections, option{a.Section, a.Section, true})
	}
	f.offerTopics(a, nil)
	return f
}

// offerTopics offers the topics of what was found, and the one that was asked for.
func (f *searchForm) offerTopics(a asked, topics []story.Topic) {
	f.Topics = nil
	for _, t := range topics {
		f.Topics = append(f.Topics, option{t.Key, t.Name, t.Key == a.Topic})
	}
	if a.Topic != "" && !slices.ContainsFunc(f.Topics, func(o option) bool { return o.Chosen }) {
		f.Topics = append(f.Topics, option{a.Topic, a.Topic, true})
	}
}

func isoDay(t time.Time) string {
	if t.Year() < 2 {
		return ""
	}
	return t.Format(time.DateOnly)
}
