package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"stet.news/newsroom"
)

type demoCmd struct {
	listenFlags
}

func (demoCmd) Help() string {
	return `An invented newsroom with its stories in English, Dari and Pashto. It lives in a
temporary folder, which is removed when you stop it.`
}

func (c *demoCmd) Run(ctx context.Context, a *app) error {
	work, err := os.MkdirTemp(a.temp, "stet-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	dir := filepath.Join(work, "newsroom")
	if err := newsroom.Sample(ctx, dir, "http://"+c.Addr, a.options); err != nil {
		return fmt.Errorf("make the sample newsroom: %w", err)
	}
	serve := serveCmd{Dir: dir, listenFlags: c.listenFlags}
	return serve.Run(ctx, a)
}
