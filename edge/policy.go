package edge

import "sync/atomic"

// A page's content security policy: nothing from anywhere but this site, no
// frame round it, and of styles only the page's own, by its hash. Anything that
// got into a page in spite of all would have no effect and could tell nobody.
const (
	policyStart = "Content-Security-Policy: default-src 'none'; "
	policyEnd   = "img-src 'self'; script-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
)

// appendPolicy writes the policy of a page with this style, or with none.
func appendPolicy(b []byte, style string) []byte {
	b = append(b, policyStart...)
	if style != "" {
		b = append(b, "style-src '"...)
		b = append(append(b, style...), "'; "...)
	}
	return append(b, policyEnd...)
}

// policies keeps the policy in HPACK. All pages have one style, but for the
// moments after a change of it, so the last one asked for is all that is kept.
type policies struct {
	last atomic.Pointer[compactPolicy]
	bare []byte // of what has no style
}

type compactPolicy struct {
	style string
	field []byte
}

func (p *policies) compact(style string) []byte {
	if style == "" {
		return p.bare
	}
	last := p.last.Load()
	if last == nil || last.style != style {
		last = &compactPolicy{style, compactConstants(appendPolicy(nil, style))}
		p.last.Store(last)
	}
	return last.field
}
