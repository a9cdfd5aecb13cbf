package newsroom

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"time"

	"stet.news/desk"
	"stet.news/desk/site"
	"stet.news/internal/egress"
	"stet.news/picture"
	"stet.news/press"
	"stet.news/record"
	"stet.news/search"
	"stet.news/story"
)

// openDesk opens the desk over the record.
func (n *Newsroom) openDesk(ctx context.Context) (err error) {
	o := n.Settings.desk(n.opts)
	if o.Staff, err = n.staff(); err != nil {
		return err
	}
	o.Found, o.Usage, o.Leads, o.Web = n.findPublished, n.usage, n.leads, egress.New()
	n.Desk, err = desk.Open(ctx, house{n}, o)
	return err
}

// adoptLeft has people find every draft at the desk. One that cannot stand there
// is no reason not to open the newsroom.
func (n *Newsroom) adoptLeft(ctx context.Context) error {
	if err := n.Desk.AdoptLeft(ctx); err != nil {
		n.opts.Log.Error("not every draft is at the desk", "error", err)
	}
	return ctx.Err()
}

// findPublished searches what is published for people at the desk.
func (n *Newsroom) findPublished(ctx context.Context, q search.Query, before int64, limit int) ([]search.Found, error) {
	return n.search.index.Newest(ctx, q, before, limit)
}

// usage tells people at the desk how what is published uses words.
func (n *Newsroom) usage(ctx context.Context, edition string, words, before []string) (search.Usage, error) {
	return n.search.index.Usage(ctx, edition, words, before)
}

// leads reports whether readers find a page at a path.
func (n *Newsroom) leads(path string) (bool, error) {
	_, err := n.Pages.Get(path)
	if errors.Is(err, press.ErrNoPage) {
		return false, nil
	}
	return err == nil, err
}

// house is the newsroom as its desk sees it.
type house struct{ n *Newsroom }

func (h house) View(ctx context.Context, f func(record.Reader) error) error {
	return h.n.Record.View(ctx, f)
}

func (h house) Update(ctx context.Context, f func(record.Tx) error) error {
	err := h.n.Store.Update(ctx, f)
	h.n.watch(err)
	return err
}

func (h house) Rehearse(ctx context.Context, acts []record.Rehearsal, f func(record.Reader, []record.Receipt) error) error {
	return h.n.Record.Rehearse(ctx, acts, f)
}

func (h house) EnterAlso(ctx context.Context, acts []record.Act, also record.Also) ([]record.Receipt, error) {
	receipts, err := h.n.enterAlso(ctx, acts, also)
	h.n.cards.soon(receipts)
	return receipts, err
}

func (h house) EraseAlso(ctx context.Context, order desk.EraseOrder, also record.Also) ([]record.Receipt, error) {
	return h.n.eraseAlso(ctx, order, also)
}

func (h house) Head() ([]byte, record.Checkpoint, error) { return h.n.Record.Head() }

func (h house) Settle(ctx context.Context) error { return h.n.Settle(ctx) }

func (h house) Arrange(ctx context.Context) error { return h.n.arrange(ctx) }
func (h house) Pictures() *picture.Cabinet        { return h.n.Cabinet }
func (h house) Press() *press.Press               { return h.n.Press }
func (h house) Editions() []story.Edition         { return h.n.Settings.Editions }
func (h house) Sections() []story.Section         { return h.n.Settings.Sections }

func (h house) Scheduled(id story.ID, due time.Time) {
	h.n.due.set(id, due)
	if !due.IsZero() {
		h.n.prepare(context.Background(), id)
	}
}

// deskSite is the desk in a browser.
func (n *Newsroom) deskSite() (*site.Site, error) {
	return site.New(site.Options{
		Desk: n.Desk, Door: n.Desk.Staff, Now: n.opts.Now, Log: n.opts.Log, Newsroom: n.Settings.Name, Public: n.Settings.URL,
		Editions: n.Settings.Editions, Sections: n.Settings.Sections, Mistake: n.LookMistake, Words: n.Folder.words(),
	})
}

// LookMistake is what is wrong with the look's files now; nil when nothing is.
func (n *Newsroom) LookMistake() *press.Mistake { return n.mistake.Load() }

// words is the folder of the newsroom's own messages for the desk; nil for none.
func (f Folder) words() fs.FS {
	if info, err := os.Stat(f.at("words")); err != nil || !info.IsDir() {
		return nil
	}
	return os.DirFS(f.at("words"))
}

// deskURL is where people reach the desk that listens at addr.
func (s Settings) deskURL(addr string) string {
	if s.Desk != nil && s.Desk.URL != "" {
		return s.Desk.URL
	}
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsLoopback() {
		host = "localhost" // passkeys are bound to a name, and browsers take this one for safe
	}
	return "http://" + net.JoinHostPort(host, port)
}

// serveDesk serves the desk on its own listener until ctx ends.
func (n *Newsroom) serveDesk(ctx context.Context, l net.Listener) error {
	if n.Record == nil {
		return serveHTTP(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, n.noRecord().Error(), http.StatusServiceUnavailable)
		}))
	}
	if err := n.Desk.Staff.At(n.Settings.deskURL(l.Addr().String())); err != nil {
		return err
	}
	s, err := n.deskSite()
	if err != nil {
		return err
	}
	go s.Run(ctx)
	return serveHTTP(ctx, l, s)
}

// offerFirst tells where the first account is made, if there is none.
func (n *Newsroom) offerFirst(ctx context.Context, addr string, tell func(string)) error {
	token, err := n.Desk.Staff.FirstLink(ctx)
	if err == nil && token != "" {
		tell(n.Settings.deskURL(addr) + "/welcome/" + token)
	}
	return err
}
