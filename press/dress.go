package press

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

// dress is what pages are printed with besides the record: settings, templates,
// style. It is made whole and tried, and put on as a whole.
type dress struct {
	site       *site
	templates  templates
	sheet      sheet
	scriptPath string
	scriptText []byte
	assets     map[string]asset
	emblem     thing // the newsroom, in a picture, for machines; nil: none
	errorPages map[errorKey]*Page
	look       string // the fingerprint
}

// newDress makes the dress for a site and tries it. A *Mistake says what the
// newsroom did wrong.
func newDress(s Site, log *slog.Logger) (dress, error) {
	p := &Press{log: log, compress: newCompressor()}
	if err := s.Look.Check(); err != nil {
		return p.dress, err
	}
	if err := s.Look.checkSheets(); err != nil {
		return p.dress, err
	}
	var err error
	if p.site, err = newSite(s); err != nil {
		return p.dress, err
	}
	if p.templates, err = parseTemplates(s.Look.Templates); err != nil {
		return p.dress, err
	}
	if p.sheet, err = newSheet([]byte(s.Look.sheet())); err != nil {
		return p.dress, err
	}
	if err := p.weighSheet(); err != nil {
		return p.dress, err
	}
	if p.scriptPath, p.scriptText, err = script(); err != nil {
		return p.dress, err
	}
	p.makeAssets()
	if len(s.Look.Templates) > 0 {
		if _, err := p.trials(); err != nil {
			return p.dress, err
		}
	}
	if err := p.printErrorPages(); err != nil {
		return p.dress, err
	}
	if err := p.weighStanding(); err != nil {
		return p.dress, err
	}
	p.look, err = p.fingerprint()
	return p.dress, err
}

// Restyle takes another site: the same newsroom with the same editions, after
// somebody changed its settings, its look or its standing pages. When something
// is wrong with it, everything stays as it was. Otherwise new pages are printed
// with it from here on; those that are printed already are, if they are touched,
// after the next CatchUp.
func (p *Press) Restyle(ctx context.Context, s Site) error {
	d, err := newDress(s, p.log)
	if err != nil {
		return fmt.Errorf("press: %w", err)
	}
	for {
		p.mu.Lock()
		rebuilt := p.rebuilt
		if rebuilt == nil { // a rebuild prints all with one look
			break
		}
		p.mu.Unlock()
		select {
		case <-rebuilt:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	defer p.mu.Unlock()
	p.dressing.Lock()
	p.stale = p.stale || d.look != p.look
	p.dress = d
	p.dressing.Unlock()
	p.suspects = append(p.suspects, p.standingPaths()...)
	return nil
}

// weighStanding makes sure that every standing page fits into its budget: unlike
// a story it does not go on elsewhere.
func (p *Press) weighStanding() error {
	var errs []error
	for _, e := range p.site.editions {
		for _, s := range e.Standing {
			page, err := p.standingPage(newReader(nil, nil), e, s.path, s.Name)
			if err != nil {
				return err
			}
			if p.compress.press(page); len(page.Brotli) > textBudget {
				errs = append(errs, &Mistake{
					File: "standing/" + s.Name + "." + e.Tag + ".md", Mend: "make two pages of it",
					What: fmt.Sprintf("its page has %d compressed bytes; at most %d fit", len(page.Brotli), textBudget),
				})
			}
		}
	}
	return errors.Join(errs...)
}
