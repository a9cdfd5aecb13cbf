package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"stet.news/desk/policy"
	"stet.news/faults/rig"
	"stet.news/newsroom"
)

const (
	every = 100 * time.Millisecond // a letter
	// What the issue allows.
	mostLost   = time.Second
	medianLost = 300 * time.Millisecond
)

// desk is what the campaign is about: one person in one story.
type desk struct {
	server
	url, profile, story string
	who                 rig.Person
	saboteur            bool
	roll                *rand.Rand
	typed               int // letters, over all rounds
	*browser                // with the story open
}

func campaign(ctx context.Context, n int, seed uint64, saboteur bool) error {
	work, err := os.MkdirTemp("", "stet-typing-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	d := &desk{profile: filepath.Join(work, "profile"), saboteur: saboteur, roll: rand.New(rand.NewPCG(seed, 11))}
	if err := d.prepare(ctx, filepath.Join(work, "room")); err != nil {
		return err
	}
	defer d.server.kill()
	if err := d.reopen(ctx); err != nil {
		return err
	}
	defer func() { d.browser.kill() }()
	fmt.Printf("seed %d, %d kills\n", seed, n)
	var lost []time.Duration
	for i := range n {
		l, err := d.round(ctx, i)
		if err != nil {
			return fmt.Errorf("round %d (seed %d): %w", i+1, seed, err)
		}
		lost = append(lost, l)
	}
	return judge(lost, d.typed)
}

func judge(lost []time.Duration, typed int) error {
	slices.Sort(lost)
	most, median := lost[len(lost)-1], lost[len(lost)/2]
	fmt.Printf("%d letters typed, %d kills: lost %v in the median, %v at the 95th percentile, %v at most\n",
		typed, len(lost), median.Round(time.Millisecond), lost[len(lost)*95/100].Round(time.Millisecond), most.Round(time.Millisecond))
	if most > mostLost || median >= medianLost {
		return fmt.Errorf("more was lost than %v at most and %v in the median", mostLost, medianLost)
	}
	return nil
}

// prepare makes the newsroom, its story and somebody who is signed in.
func (d *desk) prepare(ctx context.Context, dir string) error {
	if err := rig.Init(ctx, dir); err != nil {
		return err
	}
	addr, err := freeAddr()
	if err != nil {
		return err
	}
	_, port, _ := strings.Cut(addr, ":")
	d.dir, d.addr, d.url = dir, addr, "http://localhost:"+port
	n, err := newsroom.Open(ctx, dir, newsroom.Options{})
	if err != nil {
		return err
	}
	defer n.Close()
	if err := n.Desk.Staff.At(d.url); err != nil {
		return err
	}
	if d.who, err = rig.SignIn(ctx, n, "Zahra", policy.Editor); err != nil {
		return err
	}
	id, err := rig.Begin(ctx, n)
	d.story = id.String()
	return err
}

// reopen starts what is dead and opens the story, as its writer would.
func (d *desk) reopen(ctx context.Context) (err error) {
	if err := d.start(); err != nil {
		return err
	}
	if d.browser, err = launch(ctx, d.profile); err != nil {
		return err
	}
	return d.open(d.url, d.who.Cookie, d.story, d.saboteur)
}

// round types, kills, opens the story again, and says for how long before the
// kill there is nothing. What was acknowledged must be at the server before that.
func (d *desk) round(ctx context.Context, i int) (time.Duration, error) {
	times, acked, err := d.write(i % 3)
	killed := time.Now()
	d.browser.kill()
	if err != nil {
		return 0, err
	}
	if err := d.start(); err != nil {
		return 0, err
	}
	switch version, _, err := d.document(ctx); {
	case err != nil:
		return 0, err
	case version < acked:
		return 0, fmt.Errorf("version %d was acknowledged, the server has %d", acked, version)
	}
	if err := d.reopen(ctx); err != nil {
		return 0, err
	}
	_, text, err := d.document(ctx)
	if err != nil {
		return 0, err
	}
	for i, at := range times {
		if !strings.Contains(text, letter(d.typed-len(times)+i)) {
			return killed.Sub(at), nil
		}
	}
	return 0, nil
}

// write types for a while. In rounds of kind 1 the server dies with the browser,
// in those of kind 2 somewhere before.
func (d *desk) write(kind int) (times []time.Time, acked int, err error) {
	letters := 5 + d.roll.IntN(25)
	dies := d.roll.IntN(letters)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for n := range letters {
		if kind == 2 && n == dies {
			d.server.kill()
		}
		times = append(times, time.Now())
		if err := d.browser.write(letter(d.typed)); err != nil {
			return nil, 0, err
		}
		d.typed++
		if acked, err = d.version(); err != nil {
			return nil, 0, err
		}
		<-tick.C
	}
	time.Sleep(time.Duration(d.roll.Int64N(int64(every))))
	if kind == 1 {
		d.server.kill()
	}
	return times, acked, nil
}

// letter gives each letter of the campaign a shape of its own.
func letter(n int) string { return string(rune(0x4e00 + n)) }

// document asks the server for the story.
func (d *desk) document(ctx context.Context) (version int, doc string, err error) {
	r, err := http.NewRequestWithContext(ctx, "GET", d.url+"/story/"+d.story+"/doc", nil)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Cookie", d.who.Cookie)
	r.Header.Set("Accept", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	var in struct {
		Version int
		Doc     json.RawMessage
	}
	if err := json.NewDecoder(resp.Body).Decode(&in); err != nil {
		return 0, "", fmt.Errorf("the server's document: %s: %w", resp.Status, err)
	}
	return in.Version, string(in.Doc), nil
}
