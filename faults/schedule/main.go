// Command schedule kills a serving newsroom with SIGKILL again and again across
// the times at which stories are due. Every story must come out once: none
// early, none twice, none never, whatever the kill cut in two.
//
// The newsroom's clock runs sixty times too fast, so that a time on the wall,
// which has minutes, comes every second.
//
//	go run ./faults/schedule -n 200
//	go run ./faults/schedule -n 5 -sabotage twin   # must be found: exit 1
//	go run ./faults/schedule -measure 60           # how late stories come out
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/desk/walltime"
	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

func main() {
	n := flag.Int("n", 200, "how many kills")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "seed of the moments")
	sabotage := flag.String("sabotage", "", "break the promise on purpose, to see it found: twin, loss or early")
	late := flag.Int("measure", 0, "only measure how late so many stories come out")
	child := flag.String("child", "", "internal: serve this folder")
	flag.Parse()
	ctx := context.Background()
	var err error
	switch {
	case *child != "":
		err = serve(ctx, *child)
	case *late > 0:
		err = measure(ctx, *late)
	default:
		err = campaign(ctx, *n, *seed, *sabotage)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "schedule:", err)
		os.Exit(1)
	}
}

// epoch is where the fast clock and the true one agree.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// fast is a clock whose minute is a second. All processes of a campaign agree
// about it.
func fast() time.Time {
	real := time.Now().UTC()
	return epoch.Add(real.Sub(epoch) % (365 * 24 * time.Hour) * 60)
}

func options() newsroom.Options {
	return newsroom.Options{Now: fast, Log: slog.New(slog.DiscardHandler)}
}

// serve is the child.
func serve(ctx context.Context, dir string) error {
	n, err := newsroom.Open(ctx, dir, options())
	if err != nil {
		return err
	}
	return n.Serve(ctx, newsroom.ServeOptions{
		Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0", Ready: func(_, _ string) { fmt.Println("ready") },
	})
}

// plan is what was promised: when each story is due.
type plan map[story.ID]time.Time

func campaign(ctx context.Context, n int, seed uint64, sabotage string) error {
	work, err := os.MkdirTemp("", "stet-schedule-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	dir := filepath.Join(work, "room")
	if err := newsroom.Init(ctx, dir, rig.Settings(), fast); err != nil {
		return err
	}
	fmt.Printf("seed %d, %d kills in %s\n", seed, n, dir)
	r := rand.New(rand.NewPCG(seed, 4))
	began := time.Now()
	due := plan{}
	for i := range n {
		err := inRoom(ctx, dir, func(room *newsroom.Newsroom) error {
			if err := due.hold(ctx, room, false); err != nil {
				return err
			}
			return due.add(ctx, room, r)
		})
		if err == nil {
			err = spoil(ctx, dir, sabotage, due)
		}
		if err == nil {
			err = killOne(dir, time.Duration(r.Int64N(int64(2500*time.Millisecond))), i%2 == 0)
		}
		if err != nil {
			return fmt.Errorf("after kill %d (seed %d): %w", i+1, seed, err)
		}
		if (i+1)%50 == 0 || i+1 == n {
			fmt.Printf("%d kills, %d stories scheduled, %s\n", i+1, len(due), time.Since(began).Round(time.Second))
		}
	}
	return finish(ctx, dir, due)
}

// inRoom opens the newsroom for a moment. Nothing comes out of it by itself then.
func inRoom(ctx context.Context, dir string, f func(*newsroom.Newsroom) error) error {
	room, err := newsroom.Open(ctx, dir, options())
	if err != nil {
		return err
	}
	return errors.Join(f(room), room.Close())
}

// add schedules three stories for the minutes to come.
func (p plan) add(ctx context.Context, room *newsroom.Newsroom, r *rand.Rand) error {
	for range 3 {
		rev := rig.Revision(r.Uint64())
		d := record.Draft{ID: story.NewID(), Revision: rev}
		if err := room.SaveDrafts(ctx, []record.Draft{d}); err != nil {
			return err
		}
		at := fast().Truncate(time.Minute).Add(time.Duration(1+r.IntN(3)) * time.Minute)
		order := desk.Scheduling{Publishing: desk.Publishing{Act: "due-" + d.ID.String()}, Wall: at.Format(walltime.Layout), Zone: "UTC", At: at}
		if err := room.Desk.Schedule(ctx, policy.House, d.ID, order); err != nil {
			return err
		}
		p[d.ID] = at
	}
	return nil
}

// killOne serves the newsroom and kills it after a while, which half of the times
// counts from when it was ready.
func killOne(dir string, wait time.Duration, ready bool) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self, "-child", dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	if ready {
		rig.FirstWord(out)
	}
	timer := time.AfterFunc(wait, func() { cmd.Process.Kill() })
	defer timer.Stop()
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return fmt.Errorf("the child ended by itself: %w", err)
	}
	return nil
}

// hold makes sure that every story is either public once, not before its time, or
// still to come; at the end all of them must be public.
func (p plan) hold(ctx context.Context, room *newsroom.Newsroom, end bool) error {
	return room.Record.View(ctx, func(rd record.Reader) error {
		for id, at := range p {
			e, public, err := rd.Story(id)
			if err != nil {
				return err
			}
			d, waits, err := rd.Draft(id)
			if err != nil {
				return err
			}
			switch {
			case public && e.Revision != 1:
				return fmt.Errorf("%s has %d revisions: it came out twice", id, e.Revision)
			case public && waits:
				return fmt.Errorf("%s is public and still to come", id)
			case public && e.Published.Before(at):
				return fmt.Errorf("%s came out %s early", id, at.Sub(e.Published))
			case !public && (!waits || !d.Due.Equal(at)):
				return fmt.Errorf("%s is neither public nor due at %s: it is lost", id, at)
			case !public && end:
				return fmt.Errorf("%s was due at %s and never came out", id, at)
			}
		}
		return nil
	})
}

// finish lets the newsroom run until everything must be out, and counts leaves.
func finish(ctx context.Context, dir string, due plan) error {
	if err := killOne(dir, 6*time.Second, true); err != nil {
		return err
	}
	err := inRoom(ctx, dir, func(room *newsroom.Newsroom) error {
		if err := due.hold(ctx, room, true); err != nil {
			return err
		}
		return room.Record.View(ctx, func(rd record.Reader) error { return due.count(rd) })
	})
	if err != nil {
		return err
	}
	report, err := newsroom.Verify(ctx, dir, newsroom.VerifyOptions{})
	if err == nil && report.Code() != 0 {
		err = fmt.Errorf("the record does not verify (code %d): %v", report.Code(), report.Problems)
	}
	if err == nil {
		fmt.Printf("%d stories, each came out once\n", len(due))
	}
	return err
}

// count makes sure that each story has one leaf in the whole log.
func (p plan) count(rd record.Reader) error {
	size, err := rd.Size()
	if err != nil {
		return err
	}
	leaves := map[story.ID]int{}
	err = rd.Leaves(0, size, func(_ int64, text, _ []byte) error {
		l, err := record.ParseLeaf(text)
		leaves[l.Story]++
		return err
	})
	if err != nil {
		return err
	}
	for id := range p {
		if leaves[id] != 1 {
			return fmt.Errorf("%s has %d leaves", id, leaves[id])
		}
	}
	return nil
}

// spoil breaks the promise for one story, so that it can be seen that the
// campaign finds it.
func spoil(ctx context.Context, dir, how string, due plan) error {
	if how == "" {
		return nil
	}
	return inRoom(ctx, dir, func(room *newsroom.Newsroom) error {
		for id := range due {
			var e record.Entry
			var d record.Draft
			var public, waits bool
			err := room.Record.View(ctx, func(rd record.Reader) (err error) {
				if e, public, err = rd.Story(id); err == nil {
					d, waits, err = rd.Draft(id)
				}
				return err
			})
			switch {
			case err != nil:
				return err
			case how == "twin" && public:
				rev := rig.Revision(1)
				rev.Story, rev.Edition, rev.Grade = id, e.Edition, story.GradeUpdate
				_, err = room.Publish(ctx, []record.Act{{Kind: record.Revise, Base: e.Revision, Revision: rev}})
				return err
			case how == "loss" && waits:
				return room.Record.DropDraft(ctx, id)
			case how == "early" && waits:
				_, err = room.Publish(ctx, []record.Act{{Kind: record.Publish, Revision: d.Revision}})
				return err
			}
		}
		return nil
	})
}
