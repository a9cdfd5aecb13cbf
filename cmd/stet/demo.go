package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"

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
	if err := c.chooseFree(); err != nil {
		return err
	}
	dir := filepath.Join(work, "newsroom")
	if err := newsroom.Sample(ctx, dir, "http://"+c.Addr, a.options); err != nil {
		return fmt.Errorf("make the sample newsroom: %w", err)
	}
	serve := serveCmd{Dir: dir, listenFlags: c.listenFlags}
	return serve.Run(ctx, a)
}

// chooseFree settles the addresses before the sample is made, because its pages
// name the readers' one. Where nobody asked for a port, a busy one is no
// reason for the demo to fail.
func (c *demoCmd) chooseFree() error {
	for _, addr := range []*string{&c.Addr, &c.DeskAddr} {
		l, err := net.Listen("tcp", *addr)
		if errors.Is(err, syscall.EADDRINUSE) && (*addr == defaultAddr || *addr == defaultDeskAddr) {
			l, err = net.Listen("tcp", "127.0.0.1:0")
		}
		if err != nil {
			return err
		}
		*addr = l.Addr().String()
		l.Close()
	}
	return nil
}
