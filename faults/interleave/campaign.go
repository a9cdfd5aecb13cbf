package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"stet.news/desk/policy"
	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/story"
)

type campaign struct {
	n, acts, at int
	seed        uint64
	saboteur    string
}

// order tells the editors what to play; result is what they answer. See editors.ts.
type order struct {
	Seed     uint64       `json:"seed"`
	URL      string       `json:"url"`
	Story    story.ID     `json:"story"`
	People   []rig.Person `json:"people"`
	Acts     int          `json:"acts"`
	Saboteur string       `json:"saboteur"`
}

type result struct {
	Seed     uint64            `json:"seed"`
	Typed    string            `json:"typed"`
	Names    []string          `json:"names"` // topics and bylines that nobody took away
	Docs     []json.RawMessage `json:"docs"`
	Problem  string            `json:"problem"`
	Asides   int               `json:"asides"`
	Offline  int               `json:"offline"`
	Reopened int               `json:"reopened"`
}

func (c campaign) run(ctx context.Context) error {
	dir, remove, err := rig.Temporary(ctx, "interleave")
	if err != nil {
		return err
	}
	defer remove()
	script, err := bundle(ctx, filepath.Dir(dir))
	if err != nil {
		return err
	}
	n, err := newsroom.Open(ctx, dir, newsroom.Options{})
	if err != nil {
		return err
	}
	defer n.Close()
	return rig.ServeDesk(ctx, n, func(url string) error { return c.play(ctx, n, url, script) })
}

// bundle makes one file of the editors and the client.
func bundle(ctx context.Context, work string) (string, error) {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", err
	}
	script := filepath.Join(work, "editors.mjs")
	cmd := exec.CommandContext(ctx, "go", "tool", "esbuild", "faults/interleave/editors.ts", "--bundle", "--platform=node", "--format=esm",
		"--target=node20", "--log-level=warning", "--outfile="+script)
	cmd.Dir = string(bytes.TrimSpace(root))
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("bundle the editors: %w\n%s", err, out)
	}
	return script, nil
}

// play gives out the orders, so many at a time, and judges each result.
func (c campaign) play(ctx context.Context, n *newsroom.Newsroom, url, script string) error {
	people, err := signIn(ctx, n)
	if err != nil {
		return err
	}
	fmt.Printf("seed %d, %d interleavings of %d acts\n", c.seed, c.n, c.acts)
	cmd := exec.CommandContext(ctx, "node", script)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() { cmd.Process.Kill(); cmd.Wait() }() // it would wait for what a saboteur never settles
	stories := map[uint64]story.ID{}
	begin := func(i int) error {
		id, err := rig.Begin(ctx, n)
		if err != nil {
			return err
		}
		o := order{c.seed + uint64(i), url, id, people[:2+i%2], c.acts, c.saboteur}
		stories[o.Seed] = id
		return json.NewEncoder(in).Encode(o)
	}
	for i := range min(c.at, c.n) {
		if err := begin(i); err != nil {
			return err
		}
	}
	return c.judge(ctx, n, bufio.NewReader(out), stories, begin)
}

// signIn signs three people in; the third is the first in another browser.
func signIn(ctx context.Context, n *newsroom.Newsroom) ([]rig.Person, error) {
	zahra, err := rig.SignIn(ctx, n, "Zahra", policy.Editor)
	if err != nil {
		return nil, err
	}
	omid, err := rig.SignIn(ctx, n, "Omid", policy.Editor)
	return []rig.Person{zahra, omid, zahra}, err
}

func (c campaign) judge(ctx context.Context, n *newsroom.Newsroom, out *bufio.Reader, stories map[uint64]story.ID, begin func(int) error) error {
	var bad []uint64
	var letters, asides, offline, reopened int
	began := time.Now()
	for i := range c.n {
		line, err := out.ReadBytes('\n')
		if err != nil {
			return fmt.Errorf("the editors ended: %w", err)
		}
		var r result
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if err := check(ctx, n, stories[r.Seed], r); err != nil {
			bad = append(bad, r.Seed)
			fmt.Printf("seed %d: %v\n", r.Seed, err)
		}
		letters, asides, offline, reopened = letters+len([]rune(r.Typed)), asides+r.Asides, offline+r.Offline, reopened+r.Reopened
		if next := i + c.at; next < c.n {
			if err := begin(next); err != nil {
				return err
			}
		}
	}
	fmt.Printf("%d interleavings in %.0f s: %d letters typed, %d times offline, %d windows killed and opened again, %d documents set aside\n",
		c.n, time.Since(began).Seconds(), letters, offline, reopened, asides)
	if len(bad) > 0 {
		slices.Sort(bad)
		return fmt.Errorf("%d of %d failed; seeds %v", len(bad), c.n, bad[:min(len(bad), 20)])
	}
	if letters == 0 {
		return errors.New("nothing was typed")
	}
	fmt.Println("all agree with the server, every letter is in some version, and no topic or byline went that nobody took away")
	return nil
}
