package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
)

// categories are what Lighthouse gives scores for, from 0 to 1.
var categories = []string{"performance", "accessibility", "best-practices", "seo"}

// result is one load of a page: times in milliseconds, sizes in bytes.
type result struct {
	LCP, FCP, CLS, TBT, Bytes, Requests, Server float64
	Scores                                      map[string]float64
}

// load is one load that Lighthouse could measure: on a busy machine it loses, now
// and then, the beginning of its trace.
func load(ctx context.Context, url string) (r result, err error) {
	for range 3 {
		if r, err = try(ctx, url); err == nil || ctx.Err() != nil {
			break
		}
	}
	return r, err
}

// try runs Lighthouse once, with its mobile profile.
func try(ctx context.Context, url string) (result, error) {
	cmd := exec.CommandContext(ctx, "node_modules/.bin/lighthouse", url, "--output=json", "--quiet",
		"--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return result{}, fmt.Errorf("lighthouse: %w", err)
	}
	var report struct {
		RuntimeError *struct{ Message string }
		Categories   map[string]struct{ Score float64 }
		Audits       map[string]struct {
			NumericValue float64
			Details      json.RawMessage // of a shape of its own for each audit
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return result{}, fmt.Errorf("lighthouse's report: %w", err)
	}
	if report.RuntimeError != nil {
		return result{}, fmt.Errorf("lighthouse: %s", report.RuntimeError.Message)
	}
	var requests struct{ Items []json.RawMessage }
	if err := json.Unmarshal(report.Audits["network-requests"].Details, &requests); err != nil {
		return result{}, fmt.Errorf("lighthouse's list of requests: %w", err)
	}
	value := func(name string) float64 { return report.Audits[name].NumericValue }
	r := result{
		LCP: value("largest-contentful-paint"), FCP: value("first-contentful-paint"), CLS: value("cumulative-layout-shift"),
		TBT: value("total-blocking-time"), Bytes: value("total-byte-weight"), Server: value("server-response-time"),
		Requests: float64(len(requests.Items)), Scores: map[string]float64{},
	}
	for _, name := range categories {
		r.Scores[name] = report.Categories[name].Score
	}
	return r, nil
}
