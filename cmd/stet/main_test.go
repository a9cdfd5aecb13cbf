package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"stet.news/internal/require"
	"stet.news/picture/darkroom"
)

func TestMain(m *testing.M) {
	darkroom.Main()
	testscript.Main(m, map[string]func(){"stet": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
		stop()
		os.Exit(code)
	}})
}

// TestScripts runs testdata/*.txt: what a person types, and what must come of
// it. Besides testscript's own words they know
//
//	serve DIR          starts stet serve and waits until readers can come; $SITE is its address,
//	                   $DESK the desk's, $FIRST the one that makes the first account
//	stop               stops it and waits for an orderly end
//	[!] get STATUS URL fetches, and checks the status; the answer is in the file answer
//	field NAME FILE    puts a field of the first JSON object in FILE into $NAME
//	exit CODE stet …   runs stet, which must end with this code
//	rollback OLD.db DIR  puts an older copy of the database back
//	embargoed FILE N   puts a time N seconds from now where FILE says SOON
//	until STATUS URL   waits until a GET has this status
//	welcome LINK LOGIN comes in to the desk by a link, with a password and a code
//	desk STATUS PATH   fetches a page of the desk as who came in; the answer is in the file answer
//	gone TEXT URL      waits until what a GET gives does not hold the text
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("TMPDIR", e.Getenv("WORK"))
			if shared, err := filepath.Abs("../../../shared/data"); err == nil {
				e.Setenv("SHARED", shared)
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond != "shared" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			_, err := os.Stat("../../../shared/data")
			if err != nil && os.Getenv("STET_REQUIRE") == "all" {
				require.Missing(t, "the shared data")
			}
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": serveScript, "stop": stopScript, "get": getScript, "field": fieldScript, "exit": exitScript,
			"rollback": rollbackScript, "embargoed": embargoedScript, "until": untilScript,
			"gone": goneScript, "welcome": welcomeScript, "desk": deskScript,
		},
	})
}

// server is the stet serve that a script started.
type server struct {
	cmd  *exec.Cmd
	out  bytes.Buffer
	done chan error
}

var servers = map[*testscript.TestScript]*server{}

func serveScript(ts *testscript.TestScript, _ bool, args []string) {
	stet, err := exec.LookPath("stet")
	ts.Check(err)
	s := &server{done: make(chan error, 1)}
	s.cmd = exec.Command(stet, "serve", ts.MkAbs(args[0]), "--addr", "127.0.0.1:0", "--desk-addr", "127.0.0.1:0", "--json")
	s.cmd.Env = append(os.Environ(), "TMPDIR="+ts.Getenv("TMPDIR"))
	s.cmd.Stderr = &s.out
	stdout, err := s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	var ready struct {
		Site, Desk string
		First      string `json:"first_account"`
	}
	if err := json.NewDecoder(stdout).Decode(&ready); err != nil {
		s.cmd.Wait()
		ts.Fatalf("stet serve did not start: %v\n%s", err, s.out.String())
	}
	ts.Setenv("SITE", strings.TrimSuffix(ready.Site, "/"))
	ts.Setenv("DESK", strings.TrimSuffix(ready.Desk, "/"))
	ts.Setenv("FIRST", ready.First)
	go func() { io.Copy(io.Discard, stdout); s.done <- s.cmd.Wait() }()
	servers[ts] = s
	ts.Defer(func() { s.cmd.Process.Kill() })
}

func stopScript(ts *testscript.TestScript, neg bool, _ []string) {
	s := servers[ts]
	ts.Check(s.cmd.Process.Signal(os.Interrupt))
	select {
	case err := <-s.done:
		if (err != nil) != neg {
			ts.Fatalf("stet serve ended with %v\n%s", err, s.out.String())
		}
	case <-time.After(30 * time.Second):
		ts.Fatalf("stet serve does not stop\n%s", s.out.String())
	}
}

func getScript(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(args[1])
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("answer"), body, 0o644))
	if resp.StatusCode != want {
		ts.Fatalf("GET %s: %s, want %d\n%s", args[1], resp.Status, want, body)
	}
}

func fieldScript(ts *testscript.TestScript, _ bool, args []string) {
	var object map[string]any
	ts.Check(json.NewDecoder(strings.NewReader(ts.ReadFile(args[1]))).Decode(&object))
	value, ok := object[args[0]]
	if !ok {
		ts.Fatalf("no field %s in %s", args[0], args[1])
	}
	ts.Setenv(args[0], fmt.Sprint(value))
}

func exitScript(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := err.(*exec.ExitError); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("it ended with %d, want %s", code, args[0])
	}
}

func embargoedScript(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	soon := time.Now().Add(time.Duration(n) * time.Second).UTC().Format(time.RFC3339)
	text := strings.ReplaceAll(ts.ReadFile(args[0]), "SOON", soon)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

func goneScript(ts *testscript.TestScript, _ bool, args []string) {
	for range 300 {
		resp, err := http.Get(args[1])
		ts.Check(err)
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		ts.Check(err)
		if !strings.Contains(string(body), args[0]) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("GET %s always holds %s", args[1], args[0])
}

func untilScript(ts *testscript.TestScript, _ bool, args []string) {
	for range 300 {
		resp, err := http.Get(args[1])
		ts.Check(err)
		resp.Body.Close()
		if strconv.Itoa(resp.StatusCode) == args[0] {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("GET %s is never %s", args[1], args[0])
}

func rollbackScript(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[1])
	for _, end := range []string{"-wal", "-shm"} {
		os.Remove(filepath.Join(dir, "record.db"+end))
	}
	ts.Check(os.WriteFile(filepath.Join(dir, "record.db"), []byte(ts.ReadFile(args[0])), 0o644))
}
