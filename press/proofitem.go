package press

import (
	"bytes"
	"html/template"

	"stet.news/record"
	"stet.news/story"
)

// itemPage shows what a feed gives of a story, with nothing of ours round it: a
// feed's reader dresses it as they like.
var itemPage = template.Must(template.New("item").Parse(`<!doctype html>
<html lang="{{.Language}}" dir="{{.Direction}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.Title}}</title></head>
<body>
<h1><a href="{{.URL}}">{{.Title}}</a></h1>
<p>{{range .Authors}}{{.Name}} · {{end}}<time datetime="{{.Published}}">{{.When}}</time></p>
{{with .Summary}}<p><em>{{.}}</em></p>
{{end}}{{with .Image}}<p><img src="{{.}}" alt="" width="320"></p>
{{end}}{{.Text}}{{with .Tags}}<p>{{range .}}#{{.}} {{end}}</p>
{{end}}</body>
</html>
`))

// ProofItem prints what the feeds would give of a story, from a state of the
// record that readers do not have, as Proof does.
func (p *Press) ProofItem(rd record.Reader, id story.ID) (*Page, error) {
	one := p.aside(Arrangement{})
	r := newReader(rd, one.items)
	entry, err := record.EntryOf(rd, id)
	if err != nil {
		return nil, err
	}
	it, err := r.item(entry)
	if err != nil {
		return nil, err
	}
	e := one.site.byTag[entry.Edition]
	if e == nil {
		return nil, record.ErrNoEdition
	}
	f := &feed{edition: e, site: one.site}
	j := f.jsonItem(it)
	view := struct {
		jsonItem
		Direction story.Direction
		When      string
		Text      template.HTML
	}{j, e.Direction, e.at(it.Published).Text, template.HTML(j.HTML)}
	var b bytes.Buffer
	if err := itemPage.Execute(&b, view); err != nil {
		return nil, err
	}
	return one.page(r, entry.Path(), typeHTML, 0, b.Bytes()), nil
}
