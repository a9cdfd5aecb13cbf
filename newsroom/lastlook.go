package newsroom

import (
	"bytes"
	"encoding/json"
	"os"

	"stet.news/internal/durable"
	"stet.news/press"
)

// lastLook is the file of the look and the standing pages that were printed
// last. While what the newsroom wrote since is broken, the site goes on with
// them; without the file, with ours. Like the pages it lies with, it may be
// deleted.
const lastLook = "look.json"

// keepLook remembers a site that was taken.
func (f Folder) keepLook(site press.Site) error {
	data, err := json.Marshal(press.Site{Look: site.Look, Standing: site.Standing})
	if err != nil {
		return err
	}
	path := f.at("pages", lastLook)
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return durable.Write(path, data, 0o644)
}

// lastSite is the site as it was taken last, as far as it is still good.
func (f Folder) lastSite(s Settings) press.Site {
	site := s.Site()
	var last press.Site
	data, err := os.ReadFile(f.at("pages", lastLook))
	if err != nil || json.Unmarshal(data, &last) != nil {
		return site
	}
	site.Look, site.Standing = last.Look, last.Standing
	if try(site) != nil {
		return s.Site()
	}
	return site
}
