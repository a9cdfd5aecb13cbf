package newsroom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"stet.news/desk/staff"
	"stet.news/internal/durable"
	"stet.news/record"
	"stet.news/story"
)

// The local socket carries Office calls from a verb to the serving process:
// POST /NAME with the arguments as JSON, an answer with result or error. Only
// the owner of the folder can open it.

// serving is serve.json: where the serving process listens.
type serving struct {
	PID    int    `json:"pid"`
	Socket string `json:"socket"`
	Site   string `json:"site"`
}

// maxCall bounds one call's arguments: a batch of an archive at the most.
const maxCall = 256 << 20

// The calls, with what each takes.
type (
	publishCall struct {
		Acts  []record.Act `json:"acts"`
		Later bool         `json:"later,omitempty"`
	}
	draftsCall struct{ Drafts []record.Draft }
	draftCall  struct {
		ID story.ID
		At time.Time
	}
	retractCall struct {
		ID     story.ID
		Reason string
	}
	breakingCall struct {
		ID    story.ID
		Until time.Time
	}
	endBreakingCall struct{ Edition string }
	personCall      struct {
		Login string
		Lost  bool
	}
	none struct{}
)

// answer is what every call gets.
type answer struct {
	Result json.RawMessage `json:"result,omitempty"`
	Error  string          `json:"error,omitempty"`
	Kind   string          `json:"kind,omitempty"`  // which sentinel it wraps
	Index  *int            `json:"index,omitempty"` // of the act refused
}

// errorKinds carries sentinels across the socket.
var errorKinds = map[string]error{
	"invalid": record.ErrInvalid, "no story": record.ErrNoStory, "exists": record.ErrExists,
	"stale": record.ErrStale, "slug": record.ErrSlugTaken, "edition": record.ErrNoEdition,
	"embargo": record.ErrEmbargoed, "full": record.ErrFull, "broken": record.ErrBroken,
	"rolled back": record.ErrRolledBack, "key": record.ErrNoKey,
}

// calls is the serving side: every Office method under its name.
func (n *Newsroom) calls() http.Handler {
	mux := http.NewServeMux()
	handle(n, mux, "publish", func(ctx context.Context, c publishCall) (any, error) {
		if c.Later {
			return n.Enter(ctx, c.Acts)
		}
		return n.Publish(ctx, c.Acts)
	})
	handle(n, mux, "settle", func(ctx context.Context, _ none) (any, error) { return nil, n.Settle(ctx) })
	handle(n, mux, "drafts", func(ctx context.Context, c draftsCall) (any, error) { return nil, n.SaveDrafts(ctx, c.Drafts) })
	handle(n, mux, "draft", func(ctx context.Context, c draftCall) (any, error) { return n.PublishDraft(ctx, c.ID, c.At) })
	handle(n, mux, "retract", func(ctx context.Context, c retractCall) (any, error) { return n.Retract(ctx, c.ID, c.Reason) })
	handle(n, mux, "erase", func(ctx context.Context, c EraseOrder) (any, error) { return n.Erase(ctx, c) })
	handle(n, mux, "breaking", func(ctx context.Context, c breakingCall) (any, error) { return n.SetBreaking(ctx, c.ID, c.Until) })
	handle(n, mux, "breaking-end", func(ctx context.Context, c endBreakingCall) (any, error) { return nil, n.EndBreaking(ctx, c.Edition) })
	handle(n, mux, "people", func(ctx context.Context, _ none) (any, error) { return n.People(ctx) })
	handle(n, mux, "invite", func(ctx context.Context, c Invitation) (any, error) { return n.Invite(ctx, c) })
	handle(n, mux, "recover-person", func(ctx context.Context, c personCall) (any, error) { return n.RecoverPerson(ctx, c.Login, c.Lost) })
	handle(n, mux, "disable", func(ctx context.Context, c personCall) (any, error) { return nil, n.Disable(ctx, c.Login) })
	handle(n, mux, "enable", func(ctx context.Context, c personCall) (any, error) { return nil, n.Enable(ctx, c.Login) })
	handle(n, mux, "reindex", func(ctx context.Context, _ none) (any, error) { return nil, n.Reindex(ctx) })
	return mux
}

// handle registers one call.
func handle[C any](n *Newsroom, mux *http.ServeMux, name string, f func(context.Context, C) (any, error)) {
	mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
		var c C
		var result any
		err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCall)).Decode(&c)
		switch {
		case err != nil:
		case n.Record == nil:
			err = n.noRecord()
		default:
			result, err = f(r.Context(), c)
		}
		json.NewEncoder(w).Encode(answerOf(result, err))
	})
}

func answerOf(result any, err error) (a answer) {
	if err == nil {
		a.Result, err = json.Marshal(result)
	}
	if err == nil {
		return a
	}
	a.Error = err.Error()
	for kind, sentinel := range errorKinds {
		if errors.Is(err, sentinel) {
			a.Kind = kind
		}
	}
	var act *record.ActError
	if errors.As(err, &act) {
		a.Index = &act.Index
	}
	return a
}

// err makes the error again on the calling side.
func (a answer) err() error {
	if a.Error == "" {
		return nil
	}
	var err error = &remoteError{a.Error, errorKinds[a.Kind]}
	if a.Index != nil {
		err = &record.ActError{Index: *a.Index, Err: err}
	}
	return err
}

// remoteError has the words of the serving process and wraps the sentinel.
type remoteError struct {
	text string
	kind error
}

func (e *remoteError) Error() string { return e.text }
func (e *remoteError) Unwrap() error { return e.kind }

// listenLocal opens the socket and writes serve.json. A folder whose path is
// too long for a socket gets one in the system's temporary folder.
func (f Folder) listenLocal(site string) (net.Listener, func(), error) {
	path, err := filepath.Abs(f.at("stet.sock"))
	if err != nil {
		return nil, nil, err
	}
	var extra string
	if len(path) > 100 {
		if extra, err = os.MkdirTemp("", "stet-"); err != nil {
			return nil, nil, err
		}
		path = filepath.Join(extra, "stet.sock")
	}
	os.Remove(path) // left by a killed server; the lock says that there is none now
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, nil, fmt.Errorf("local socket: %w", err)
	}
	clean := func() {
		l.Close()
		os.Remove(f.Serving())
		if extra != "" {
			os.RemoveAll(extra)
		}
	}
	if err = os.Chmod(path, 0o600); err == nil {
		var b []byte
		if b, err = json.Marshal(serving{PID: os.Getpid(), Socket: path, Site: site}); err == nil {
			err = durable.Write(f.Serving(), b, 0o600)
		}
	}
	if err != nil {
		clean()
		return nil, nil, err
	}
	return l, clean, nil
}

// Remote is the Office of the serving process, seen from another.
type Remote struct {
	client *http.Client
	// Site is where the server serves readers.
	Site string
}

// OpenOffice gives whoever can write in the newsroom: the process that serves
// it if there is one, else this process, under the lock.
//
// A server that is just starting has the lock before it listens, and another
// verb has it only for a moment, so a few seconds are given to both.
func OpenOffice(ctx context.Context, dir string, o Options) (Office, error) {
	late := time.After(5 * time.Second)
	for {
		n, err := Open(ctx, dir, o)
		if err == nil {
			return n, nil
		}
		if !errors.Is(err, ErrInUse) {
			return nil, err
		}
		remote, remoteErr := dial(Folder(dir))
		if remoteErr == nil {
			return remote, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-late:
			return nil, fmt.Errorf("%w, which does not answer: %w", err, remoteErr)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// dial finds the process that serves a newsroom.
func dial(f Folder) (*Remote, error) {
	b, err := os.ReadFile(f.Serving())
	if err != nil {
		return nil, err
	}
	var s serving
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Serving(), err)
	}
	conn, err := net.Dial("unix", s.Socket)
	if err != nil {
		return nil, err
	}
	conn.Close()
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", s.Socket)
	}}
	return &Remote{client: &http.Client{Transport: transport}, Site: s.Site}, nil
}

// call does one call.
func (r *Remote) call(ctx context.Context, name string, args, result any) error {
	body, err := json.Marshal(args)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, "POST", "http://stet/"+name, bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := r.client.Do(req)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("the serving process went away: %w", err)
	}
	defer resp.Body.Close()
	var a answer
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxCall)).Decode(&a); err != nil {
		return fmt.Errorf("the serving process answered %s: %w", resp.Status, err)
	}
	if a.err() != nil || result == nil {
		return a.err()
	}
	return json.Unmarshal(a.Result, result)
}

// Publish implements Office.
func (r *Remote) Publish(ctx context.Context, acts []record.Act) (out []record.Receipt, err error) {
	err = r.call(ctx, "publish", publishCall{Acts: acts}, &out)
	return out, err
}

// Enter implements Office.
func (r *Remote) Enter(ctx context.Context, acts []record.Act) (out []record.Receipt, err error) {
	err = r.call(ctx, "publish", publishCall{Acts: acts, Later: true}, &out)
	return out, err
}

// Settle implements Office.
func (r *Remote) Settle(ctx context.Context) error { return r.call(ctx, "settle", none{}, nil) }

// SaveDrafts implements Office.
func (r *Remote) SaveDrafts(ctx context.Context, drafts []record.Draft) error {
	return r.call(ctx, "drafts", draftsCall{drafts}, nil)
}

// PublishDraft implements Office.
func (r *Remote) PublishDraft(ctx context.Context, id story.ID, at time.Time) (out record.Receipt, err error) {
	err = r.call(ctx, "draft", draftCall{id, at}, &out)
	return out, err
}

// Retract implements Office.
func (r *Remote) Retract(ctx context.Context, id story.ID, reason string) (out record.Receipt, err error) {
	err = r.call(ctx, "retract", retractCall{id, reason}, &out)
	return out, err
}

// Erase implements Office.
func (r *Remote) Erase(ctx context.Context, order EraseOrder) (out []record.Receipt, err error) {
	err = r.call(ctx, "erase", order, &out)
	return out, err
}

// SetBreaking implements Office.
func (r *Remote) SetBreaking(ctx context.Context, id story.ID, until time.Time) (out Breaking, err error) {
	err = r.call(ctx, "breaking", breakingCall{id, until}, &out)
	return out, err
}

// EndBreaking implements Office.
func (r *Remote) EndBreaking(ctx context.Context, edition string) error {
	return r.call(ctx, "breaking-end", endBreakingCall{edition}, nil)
}

// People implements Office.
func (r *Remote) People(ctx context.Context) (out staff.People, err error) {
	err = r.call(ctx, "people", none{}, &out)
	return out, err
}

// Invite implements Office.
func (r *Remote) Invite(ctx context.Context, i Invitation) (address string, err error) {
	err = r.call(ctx, "invite", i, &address)
	return address, err
}

// RecoverPerson implements Office.
func (r *Remote) RecoverPerson(ctx context.Context, login string, lost bool) (address string, err error) {
	err = r.call(ctx, "recover-person", personCall{login, lost}, &address)
	return address, err
}

// Disable implements Office.
func (r *Remote) Disable(ctx context.Context, login string) error {
	return r.call(ctx, "disable", personCall{Login: login}, nil)
}

// Enable implements Office.
func (r *Remote) Enable(ctx context.Context, login string) error {
	return r.call(ctx, "enable", personCall{Login: login}, nil)
}

// Reindex implements Office.
func (r *Remote) Reindex(ctx context.Context) error { return r.call(ctx, "reindex", none{}, nil) }

// Close implements Office.
func (r *Remote) Close() error {
	r.client.CloseIdleConnections()
	return nil
}
