package press

import (
	"encoding/json"
	"html/template"
)

// policies says what schema.org calls the standing pages with these names, in
// what it knows of a news organisation.
var policies = map[string][]string{
	"corrections-policy": {"correctionsPolicy"},
	"diversity":          {"diversityPolicy"},
	"ethics":             {"ethicsPolicy", "publishingPrinciples"},
	"feedback":           {"actionableFeedbackPolicy"},
	"funding":            {"ownershipFundingInfo"},
	"masthead":           {"masthead"},
	"mission":            {"missionCoveragePrioritiesPolicy"},
	"no-bylines":         {"noBylinesPolicy"},
	"unnamed-sources":    {"unnamedSourcesPolicy"},
	"verification":       {"verificationFactCheckingPolicy"},
}

// organisation describes the newsroom as an edition knows it, with its logo and
// the standing pages that say by what rules it works.
func (p *Press) organisation(e *edition) thing {
	o := thing{"@type": "NewsMediaOrganization", "name": e.Title, "url": p.site.url("/")}
	if p.emblem != nil {
		o["logo"] = p.emblem
	}
	for _, s := range e.Standing {
		for _, property := range policies[s.Name] {
			o[property] = p.site.url(s.path)
		}
	}
	return o
}

// aboutPage describes a standing page.
func (p *Press) aboutPage(v *standingView) (template.JS, error) {
	kinds := map[string]string{"about": "AboutPage", "contact": "ContactPage"}
	kind := kinds[v.Name]
	if kind == "" {
		kind = "WebPage"
	}
	b, err := json.Marshal(thing{
		"@context": "https://schema.org", "@type": kind, "name": v.Heading, "url": v.Head.Canonical,
		"inLanguage": v.Tag, "publisher": p.organisation(v.edition),
	})
	return template.JS(b), err
}
