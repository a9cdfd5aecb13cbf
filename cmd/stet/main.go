// Command stet is a newsroom's whole publishing system: see stet --help.
//
// This package only wires: each verb is one file that reads its arguments,
// asks package newsroom and writes down the answer.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"stet.news/newsroom"
	"stet.news/picture/darkroom"
)

// The exit codes of every verb but verify, which has its own table.
const (
	exitOK     = 0
	exitFailed = 1 // refused, or failed; the one line on stderr says what and how to mend it
	exitUsage  = 2 // no such verb or flag
)

// cli is the command line: every verb with its flags and help.
type cli struct {
	JSON bool `help:"Print for machines: JSON, one object a line."`

	Demo     demoCmd     `cmd:"" help:"Show a sample newsroom in three languages, in a temporary folder."`
	Init     initCmd     `cmd:"" help:"Make a newsroom in a new folder."`
	Serve    serveCmd    `cmd:"" help:"Serve a newsroom to its readers."`
	Import   importCmd   `cmd:"" help:"Bring stories in from files."`
	List     listCmd     `cmd:"" help:"List stories, newest first."`
	Show     showCmd     `cmd:"" help:"Show one story."`
	Publish  publishCmd  `cmd:"" help:"Publish a draft, or a new version of a published story."`
	Retract  retractCmd  `cmd:"" help:"Withdraw a story; its page then says so and why."`
	Breaking breakingCmd `cmd:"" help:"Put a story up as breaking news for a while, take it down, or list what is up."`
	Erase    eraseCmd    `cmd:"" help:"Erase words from all revisions of a story; all else stays provable."`
	Verify   verifyCmd   `cmd:"" help:"Check a newsroom's folder or an exported tree against its record."`
	Export   exportCmd   `cmd:"" help:"Write everything out as a tree of files that anybody can serve and verify."`
	User     userCmd     `cmd:"" help:"Look after who may come in to the desk."`
	Look     lookCmd     `cmd:"" help:"Check how the site is made to look, or begin to change it."`
	Rebuild  rebuildCmd  `cmd:"" help:"Make the index and every page again from the record."`
	Backup   backupCmd   `cmd:"" help:"Write a newsroom into one file, while it runs."`
	Restore  restoreCmd  `cmd:"" help:"Make a newsroom from a backup."`
	Recover  recoverCmd  `cmd:"" help:"Mend a record that was rolled back, from an exported tree."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// app is what a verb is handed besides its own arguments.
type app struct {
	stdout, stderr io.Writer
	json           bool
	now            func() time.Time
	temp           string // folder for temporary work
	// store opens the database in place of the usual engine; for fault tests.
	options newsroom.Options
}

func main() {
	darkroom.Main()
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup keeps it so; else a closed terminal is an orderly stop
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, stop) // a second Ctrl-C waits for nothing
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole command but for the process around it; tests start it too.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	var c cli
	exited := false
	parser, err := kong.New(&c,
		kong.Name("stet"),
		kong.Description("A newsroom's whole publishing system: write, publish, prove, serve.\n\nExit codes: 0 done, 1 refused or failed, 2 wrong usage; verify has its own, see stet verify --help."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(status int) { exited, code = true, status }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 110}),
		kong.UsageOnError(),
	)
	if err != nil {
		fmt.Fprintln(stderr, "stet:", err)
		return exitUsage
	}
	if len(args) == 0 || args[0] == "help" { // as people type it
		args = append(args[min(len(args), 1):], "--help")
	}
	parsed, err := parser.Parse(args)
	if exited {
		return code
	}
	if err != nil {
		fmt.Fprintf(stderr, "stet: %v\n", err)
		return exitUsage
	}
	a := &app{stdout: stdout, stderr: stderr, json: c.JSON, now: time.Now, temp: os.TempDir()}
	a.options = newsroom.Options{Now: a.now, Log: slog.New(slog.NewTextHandler(stderr, nil)), Progress: a.progress()}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return a.finish(parsed.Run(a))
}

// finish makes an exit code of a verb's error, and one line.
func (a *app) finish(err error) int {
	var coded *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &coded):
		if coded.err != nil {
			fmt.Fprintln(a.stderr, "stet:", coded.err)
		}
		return coded.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.stderr, "stet: stopped before it was done")
		return exitFailed
	default:
		fmt.Fprintln(a.stderr, "stet:", err)
		return exitFailed
	}
}

// exitError ends a verb with a code of its own; without err it has said all.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return fmt.Sprint(e.err) }
