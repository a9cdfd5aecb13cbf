package main

import (
	"context"

	"stet.news/newsroom"
	"stet.news/story"
)

type initCmd struct {
	Dir     string   `arg:"" help:"The new folder."`
	Name    string   `required:"" help:"The newsroom's name, as readers know it."`
	URL     string   `required:"" name:"url" help:"Where readers reach it: scheme and host, such as https://example.org."`
	Edition []string `required:"" help:"Language tag of an edition, such as en, fa-AF or ps. Once for each." placeholder:"TAG"`
	Zone    string   `help:"IANA zone of all editions, such as Asia/Kabul; else what is usual for each language."`
}

func (initCmd) Help() string {
	return `Example:
  stet init herald --name "The Herald" --url https://herald.example --edition en --edition fa-AF --edition ps

The folder gets newsroom.toml, which you may edit, the record, and a signing key
(keys/record.key). Keep a copy of the key in a safe place: without it nothing
can be published, and whoever has it can publish as you.`
}

func (c *initCmd) Run(ctx context.Context, a *app) error {
	s := newsroom.Settings{Name: c.Name, URL: c.URL, Sections: newsroom.DefaultSections()}
	for _, tag := range c.Edition {
		s.Editions = append(s.Editions, story.Edition{Tag: tag, Zone: c.Zone})
	}
	if err := newsroom.Init(ctx, c.Dir, s, a.now); err != nil {
		return err
	}
	if a.json {
		return a.object(map[string]string{"dir": c.Dir, "key": string(newsroom.Folder(c.Dir).PrivateKey())})
	}
	a.print("Made a newsroom in %s.", c.Dir)
	a.print("  settings     %s", newsroom.Folder(c.Dir).Settings())
	a.print("  signing key  %s  (keep a copy in a safe place)", newsroom.Folder(c.Dir).PrivateKey())
	a.print("Next: stet import %s FILE --edition %s --section afghanistan --publish, then stet serve %s", c.Dir, c.Edition[0], c.Dir)
	return nil
}
