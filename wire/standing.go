package wire

import (
	"bytes"
	"strings"

	"stet.news/story"
)

// ReadStanding reads a page in Markdown that is no story: its first heading is
// its title. There are no fields at its head, no pictures and no HTML in it;
// what would be dropped from a story with a note is an error here, for whoever
// wrote it is the one who reads the error. The title and the body are clean.
func ReadStanding(data []byte) (title string, body story.Body, err error) {
	if bytes.HasPrefix(data, []byte("---\n")) || bytes.HasPrefix(data, []byte("+++\n")) {
		return "", nil, &Error{Line: 1, What: "fields at the head have no meaning here", Mend: "begin with the title, a line such as # About us"}
	}
	d, err := parseMarkdown("", data, Options{})
	switch {
	case err != nil:
		return "", nil, err
	case d.rev.Headline == "":
		return "", nil, &Error{Line: 1, What: "there is no title", Mend: "begin with a line such as # About us"}
	case len(d.notes) > 0:
		return "", nil, &Error{What: strings.Join(d.notes, "; ")}
	}
	rev := d.rev.Clean()
	return rev.Headline, rev.Body, nil
}
