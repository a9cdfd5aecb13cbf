package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// load has wrk or h2load ask for the page from the second core.
func (s *server) load(ctx context.Context, over string, o options) (round, error) {
	before, err := cpuTime(s.pid)
	if err != nil {
		return round{}, err
	}
	var args []string
	switch over {
	case "h1":
		args = wrk("http://"+s.plain, o)
	case "h1tls":
		args = wrk("https://"+s.tls, o)
	case "h2":
		args = h2load("https://"+s.tls, o)
	default:
		return round{}, fmt.Errorf("-over knows h1, h1tls and h2, not %q", over)
	}
	out, err := exec.CommandContext(ctx, "taskset", append([]string{"-c", "1"}, args...)...).CombinedOutput()
	if err != nil {
		return round{}, fmt.Errorf("%v: %w\n%s", args, err, out)
	}
	after, err := cpuTime(s.pid)
	if err != nil {
		return round{}, err
	}
	requests, err := requestsOf(string(out))
	if err != nil {
		return round{}, err
	}
	used := after - before
	return round{
		perSecond: requests / float64(o.seconds),
		cpu:       1e6 * used / requests,
		busy:      used / float64(o.seconds),
	}, nil
}

func wrk(base string, o options) []string {
	return append([]string{"wrk", "-t1", fmt.Sprint("-c", o.connections), fmt.Sprintf("-d%d", o.seconds)}, append(fields(o), base+storyPath)...)
}

func h2load(base string, o options) []string {
	return append([]string{"h2load", "-t1", fmt.Sprint("-c", max(1, o.connections/2)), "-m8", fmt.Sprint("-D", o.seconds)}, append(fields(o), base+storyPath)...)
}

// fields are the header fields of a request.
func fields(o options) []string {
	if !o.browser {
		return []string{"-H", "Accept-Encoding: br"}
	}
	var all []string
	for _, f := range []string{
		"Accept-Encoding: gzip, deflate, br, zstd",
		"User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
		"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
		"Accept-Language: fa-AF,fa;q=0.9,en;q=0.5", "Upgrade-Insecure-Requests: 1", "Sec-Fetch-Dest: document",
		"Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: none", "Sec-Fetch-User: ?1", `Sec-CH-UA-Mobile: ?1`,
	} {
		all = append(all, "-H", f)
	}
	return all
}

var (
	wrkRequests = regexp.MustCompile(`(\d+) requests in `)
	wrkErrors   = regexp.MustCompile(`Non-2xx|Socket errors`)
	h2Requests  = regexp.MustCompile(`status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx`)
)

func requestsOf(out string) (float64, error) {
	if wrkErrors.MatchString(out) {
		return 0, fmt.Errorf("not every answer was good:\n%s", out)
	}
	found := wrkRequests.FindStringSubmatch(out)
	if found == nil {
		if found = h2Requests.FindStringSubmatch(out); found == nil || found[3] != "0" || found[4] != "0" {
			return 0, fmt.Errorf("cannot read the load's report:\n%s", out)
		}
	}
	n, err := strconv.ParseFloat(found[1], 64)
	if err == nil && n == 0 {
		err = fmt.Errorf("no answer at all:\n%s", out)
	}
	return n, err
}

// cpuTime gives a process's user and system time in seconds. The kernel counts
// it in hundredths.
func cpuTime(pid int) (float64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0, fmt.Errorf("cannot read /proc/%d/stat", pid)
	}
	user, err1 := strconv.ParseFloat(f[11], 64)
	system, err2 := strconv.ParseFloat(f[12], 64)
	if err1 != nil || err2 != nil {
		return 0, fmt.Errorf("cannot read /proc/%d/stat", pid)
	}
	return (user + system) / 100, nil
}
