package story

import "errors"

// Check says what is missing or wrong.
func (r Revision) Check() error {
	if r.Headline == "" {
		return errors.New("headline: missing")
	}
	return nil
}
