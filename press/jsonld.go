package press

import (
	"encoding/json"
	"html/template"

	"stet.news/record"
	"stet.news/story"
)

// thing is an object of schema.org. Keys are written in the order of the
// alphabet, so that the same thing is the same bytes.
type thing map[string]any

// newsArticle describes a story as schema.org's NewsArticle. The marshaller
// writes <, > and & as \u003c …, so the text cannot end its script element.
func (p *Press) newsArticle(v *storyView, group []*item, notices []notice) (template.JS, error) {
	rev := &v.Rev
	a := thing{
		"@context": "https://schema.org", "@type": "NewsArticle", "@id": v.Head.Canonical,
		"identifier": "urn:stet:" + v.ID.String(), "url": v.Head.Canonical, "mainEntityOfPage": v.Head.Canonical,
		"headline": rev.Headline, "inLanguage": v.Tag, "isAccessibleForFree": true, "version": v.Revision,
		"datePublished": v.PublishedAt.Stamp, "dateModified": v.PublishedAt.Stamp, "publisher": p.organisation(v.edition),
	}
	if v.UpdatedAt != nil {
		a["dateModified"] = v.UpdatedAt.Stamp
	}
	put(a, "description", rev.Standfirst)
	put(a, "dateline", rev.Dateline)
	if v.Section != nil {
		a["articleSection"] = v.Section.Name
	}
	if authors := p.authors(v); len(authors) > 0 {
		a["author"] = authors
	}
	var topics []string
	for _, t := range v.Topics {
		topics = append(topics, t.Name)
	}
	if topics != nil {
		a["keywords"] = topics
	}
	if images := p.images(v); images != nil {
		a["image"] = images
	}
	var corrections []thing
	for _, n := range notices {
		corrections = append(corrections, thing{"@type": "CorrectionComment", "text": n.Text, "datePublished": v.stamp(n.At)})
	}
	if corrections != nil {
		a["correction"] = corrections
	}
	p.translationsOf(a, v, group)
	b, err := json.Marshal(a)
	return template.JS(b), err
}

// images gives the lead picture as large as it is served, and the card. Search
// engines take the first that suits them.
func (p *Press) images(v *storyView) (list []thing) {
	if lead := v.Rev.Lead; lead != nil && widest(lead) > 0 {
		w := widest(lead)
		image := thing{"@type": "ImageObject", "url": p.site.url(lead.Scaled(w, story.JPEG)), "width": w, "height": lead.ScaledHeight(w)}
		put(image, "caption", lead.Caption)
		put(image, "creditText", lead.Credit)
		list = append(list, image)
	}
	if v.item.hasCard() {
		list = append(list, thing{"@type": "ImageObject", "url": p.site.url(cardPath(v.ID, v.Revision)), "width": CardWidth, "height": CardHeight})
	}
	return list
}

func put(t thing, key, value string) {
	if value != "" {
		t[key] = value
	}
}

// authors leaves out names that were erased: nobody is called "[…]".
func (p *Press) authors(v *storyView) []thing {
	var out []thing
	for _, b := range v.Bylines {
		if b.Key == "" {
			continue
		}
		author := thing{"@type": "Person", "name": b.Name}
		if b.Link != "" {
			author["url"] = p.site.url(listPath(record.PersonList(v.Tag, b.Key)))
		}
		out = append(out, author)
	}
	return out
}

// translationsOf says which story this one translates, or which translate it.
func (p *Press) translationsOf(a thing, v *storyView, group []*item) {
	var others []thing
	for _, it := range group {
		other := thing{"@type": "NewsArticle", "@id": p.site.url(it.Path()), "inLanguage": it.Edition}
		switch {
		case it.ID == v.ID:
		case it.ID == v.TranslationOf:
			a["translationOfWork"] = other
		case v.TranslationOf.IsZero():
			others = append(others, other)
		}
	}
	if others != nil {
		a["workTranslation"] = others
	}
}
