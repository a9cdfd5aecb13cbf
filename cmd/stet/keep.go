package main

import (
	"context"
	"os"

	"stet.news/newsroom"
)

type rebuildCmd struct {
	Dir string `arg:"" help:"The newsroom's folder."`
}

func (rebuildCmd) Help() string {
	return `The index of stories and every page are made again from the record, byte for
byte what they were. Readers are served all the while.`
}

func (c *rebuildCmd) Run(ctx context.Context, a *app) error {
	office, err := newsroom.OpenOffice(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer office.Close()
	if err := office.Reindex(ctx); err != nil {
		return err
	}
	return a.done("Made every page of %s again.", c.Dir)
}

type backupCmd struct {
	Dir        string `arg:"" help:"The newsroom's folder."`
	Out        string `arg:"" help:"The new file."`
	WithoutKey bool   `help:"Leave the signing key out."`
}

func (backupCmd) Help() string {
	return `One tar file with record, pictures, settings and, unless you say otherwise, the
signing key: keep it as safe as the key. It can be made while stet serve runs.`
}

func (c *backupCmd) Run(ctx context.Context, a *app) error {
	n, err := newsroom.OpenReading(ctx, c.Dir, a.options)
	if err != nil {
		return err
	}
	defer n.Close()
	if err := n.Backup(ctx, c.Out, newsroom.BackupOptions{WithoutKey: c.WithoutKey}); err != nil {
		return err
	}
	return a.done("Backed up %s into %s.", c.Dir, c.Out)
}

type restoreCmd struct {
	File       string `arg:"" help:"The backup." type:"existingfile"`
	Dir        string `arg:"" help:"The new folder."`
	Checkpoint string `help:"The newest checkpoint you have, from the old folder or an export: if the backup is behind it, nothing is published until stet recover." type:"existingfile" placeholder:"FILE"`
}

func (c *restoreCmd) Run(ctx context.Context, a *app) error {
	var checkpoint []byte
	if c.Checkpoint != "" {
		var err error
		if checkpoint, err = os.ReadFile(c.Checkpoint); err != nil {
			return err
		}
	}
	if err := newsroom.Restore(ctx, c.File, c.Dir, checkpoint, a.options); err != nil {
		return err
	}
	a.print("If stories were published after this backup was made, bring them back before you")
	a.print("publish: stet recover %s --from TREE, with the newest export you can find.", c.Dir)
	return a.done("Restored %s.", c.Dir)
}

type recoverCmd struct {
	Dir  string `arg:"" help:"The newsroom's folder."`
	From string `required:"" help:"A tree that stet export wrote." type:"existingdir" placeholder:"TREE"`
}

func (recoverCmd) Help() string {
	return `A database that is behind the last signed checkpoint must not publish: it would
sign a second history. This takes what it lost from an exported tree, checks
every leaf of it, and changes nothing if the two are not one history. Drafts are
not in an export and do not come back.`
}

func (c *recoverCmd) Run(ctx context.Context, a *app) error {
	added, err := newsroom.Recover(ctx, c.Dir, c.From, a.options)
	if err != nil {
		return err
	}
	return a.done("%d leaves came back; the record is whole.", added)
}

// done ends a verb that has nothing to show but that it is done.
func (a *app) done(format string, args ...any) error {
	if a.json {
		return a.object(map[string]bool{"done": true})
	}
	a.print(format, args...)
	return nil
}
