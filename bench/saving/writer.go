package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"stet.news/faults/rig"
)

// client keeps its connections, as browsers do.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}}

// writer saves a few letters after the other, as the editor does.
type writer struct {
	who     rig.Person
	url     string
	version int
}

// save saves until ctx ends. What comes after others' steps is made on those and
// sent again; the time counts until it is taken.
func (w *writer) save(ctx context.Context, every time.Duration, t *tally) {
	for ctx.Err() == nil {
		time.Sleep(every)
		began := time.Now()
		for taken := false; !taken; {
			var err error
			if taken, err = w.send(ctx); err != nil {
				if ctx.Err() == nil {
					t.fail(err)
				}
				return
			}
			if !taken {
				t.behind()
			}
		}
		t.add(time.Since(began))
	}
}

// send sends one step at the beginning of the headline, which fits any version.
func (w *writer) send(ctx context.Context) (taken bool, err error) {
	body, err := json.Marshal(map[string]any{
		"account": w.who.Account, "client": w.who.Account, "version": w.version,
		"steps": []json.RawMessage{json.RawMessage(`{"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"text","text":"abc "}]}}`)},
	})
	if err != nil {
		return false, err
	}
	r, err := http.NewRequestWithContext(ctx, "POST", w.url, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	r.Header.Set("Cookie", w.who.Cookie)
	r.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(r)
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return false, err
	}
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusConflict {
		return false, fmt.Errorf("a save: %s %s", resp.Status, answer)
	}
	var in struct{ Version int }
	err = json.Unmarshal(answer, &in)
	w.version = in.Version
	return resp.StatusCode == http.StatusOK, err
}

// read loads pages until ctx ends.
func read(ctx context.Context, site string, pages []string, t *tally) {
	for ctx.Err() == nil {
		began := time.Now()
		r, err := http.NewRequestWithContext(ctx, "GET", site+pages[rand.N(len(pages))], nil)
		if err != nil {
			t.fail(err)
			return
		}
		resp, err := client.Do(r)
		if err == nil {
			_, err = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if err == nil && resp.StatusCode != http.StatusOK {
				err = fmt.Errorf("a page: %s", resp.Status)
			}
		}
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			t.fail(err)
			return
		}
		t.add(time.Since(began))
	}
}
