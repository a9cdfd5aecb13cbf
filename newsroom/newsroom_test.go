package newsroom_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"stet.news/faults/rig"
	"stet.news/internal/require"
	"stet.news/newsroom"
	"stet.news/picture/darkroom"
	"stet.news/record"
	"stet.news/story"
)

func makeRoom(t testing.TB, dir string) {
	t.Helper()
	if err := rig.Init(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string) *newsroom.Newsroom {
	t.Helper()
	n, err := newsroom.Open(t.Context(), dir, newsroom.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func act(seed uint64) record.Act {
	return record.Act{ID: fmt.Sprint("act-", seed), Kind: record.Publish, Revision: rig.Revision(seed)}
}

func verify(t *testing.T, dir string, want int) {
	t.Helper()
	report, err := newsroom.Verify(t.Context(), dir, newsroom.VerifyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if report.Code() != want {
		t.Errorf("verify: code %d, want %d: %v", report.Code(), want, report.Problems)
	}
}

func TestMain(m *testing.M) {
	darkroom.Main()
	os.Exit(m.Run())
}

// TestFullDisk publishes onto a disk of a few megabytes until it is full: one
// clear error, everything acknowledged there, and it goes on when there is room.
func TestFullDisk(t *testing.T) {
	if os.Geteuid() != 0 {
		require.Missing(t, "root, to mount a small disk")
	}
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk).CombinedOutput(); err != nil {
		require.Missing(t, "a small disk: "+string(out))
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 2<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(disk, "room")
	makeRoom(t, dir)
	n := open(t, dir)
	var acked []record.Receipt
	var full error
	for seed := uint64(1); seed < 3000 && full == nil; seed++ {
		receipts, err := n.Publish(t.Context(), []record.Act{act(seed)})
		if full = err; err == nil {
			acked = append(acked, receipts[0])
		}
	}
	if full == nil {
		t.Fatal("the disk never filled")
	}
	if strings.ContainsAny(full.Error(), "\n") {
		t.Errorf("not one line: %q", full)
	}
	t.Logf("after %d publishes: %v", len(acked), full)
	n.Close()
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	n = open(t, dir)
	for _, r := range acked {
		if _, err := n.Pages.Get(r.Path); err != nil {
			t.Errorf("%s was acknowledged: %v", r.Path, err)
		}
	}
	if _, err := n.Publish(t.Context(), []record.Act{act(uint64(len(acked) + 1))}); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if err := n.Close(); err != nil {
		t.Error(err)
	}
	verify(t, dir, 0)
}

// TestManyWriters publishes through the local socket from several clients while
// readers read; every publish is visible when it returns.
func TestManyWriters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	ctx, stop := context.WithCancel(context.Background())
	ready := make(chan string, 1)
	served := make(chan error, 1)
	go func() {
		served <- n.Serve(ctx, newsroom.ServeOptions{
			Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0", Ready: func(site, _ string) { ready <- site },
		})
	}()
	site := "http://" + <-ready
	var group sync.WaitGroup
	for w := range 6 {
		group.Go(func() {
			office, err := newsroom.OpenOffice(ctx, dir, newsroom.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer office.Close()
			for i := range 8 {
				a := act(uint64(w*100 + i + 1))
				receipts, err := office.Publish(ctx, []record.Act{a})
				if err != nil {
					t.Error(err)
					return
				}
				front := get(t, site+"/"+a.Revision.Edition+"/latest/")
				if page := get(t, site+receipts[0].Path); !strings.Contains(page, a.Revision.Headline) || !strings.Contains(front, a.Revision.Headline) {
					t.Errorf("%s: published, but not on its page and in the latest", receipts[0].Path)
				}
			}
		})
	}
	group.Wait()
	verify(t, dir, 0)
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if err := n.Close(); err != nil {
		t.Error(err)
	}
	verify(t, dir, 0)
}

func get(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		t.Errorf("GET %s: %s, %v", url, resp.Status, err)
	}
	return string(b)
}

// TestErasedIsNowhere greps every file of the folder, of a backup and of an
// export for what was erased.
func TestErasedIsNowhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	n := open(t, dir)
	rev := story.Revision{
		Edition: "en", Headline: "Zarlashtcanary speaks", Standfirst: "What Zarlashtcanary said.",
		Bylines: []story.Byline{{Name: "Zarlashtcanary Popal"}}, Topics: []story.Topic{{Name: "Zarlashtcanary"}},
		Body: story.Body{story.Paragraph{Text: story.Plain("It rained. Zarlashtcanary left. It snowed.")}},
	}
	receipts, err := n.Publish(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}})
	if err != nil {
		t.Fatal(err)
	}
	rev.Story, rev.Grade, rev.Slug = receipts[0].Story, story.GradeUpdate, "another-address"
	if _, err := n.Publish(t.Context(), []record.Act{{Kind: record.Revise, Base: 1, Revision: rev}}); err != nil {
		t.Fatal(err)
	}
	for range 50 { // pages of the database that the words could linger in
		if _, err := n.Publish(t.Context(), []record.Act{act(uint64(time.Now().UnixNano()))}); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.SettleSearch(t.Context()); err != nil { // it must have been there, to go
		t.Fatal(err)
	}
	if _, err := n.Erase(t.Context(), newsroom.EraseOrder{Story: rev.Story, Words: "Zarlashtcanary", Basis: record.BasisCourt}); err != nil {
		t.Fatal(err)
	}
	grep(t, dir)
	out := t.TempDir()
	if err := n.Backup(t.Context(), filepath.Join(out, "room.tar"), newsroom.BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Export(t.Context(), filepath.Join(out, "tree"), nil); err != nil {
		t.Fatal(err)
	}
	grep(t, out)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	grep(t, dir)
	verify(t, dir, 5)
	verify(t, filepath.Join(out, "tree"), 5)
	n = open(t, dir)
	defer n.Close()
	if err := n.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	verify(t, dir, 5)
	v, _, err := n.Show(t.Context(), rev.Story.String(), 0)
	if err != nil || v.Text != "It rained. "+story.ErasedText+"It snowed." && !strings.Contains(v.Text, "It snowed.") {
		t.Errorf("what is left: %q, %v", v.Text, err)
	}
}

func grep(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(b), []byte("zarlashtcanary")) || strings.Contains(strings.ToLower(path), "zarlashtcanary") {
			t.Errorf("%s still holds what was erased", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestBackupDamage flips single bytes of a backup: each is found out, and
// nothing is left of the attempt.
func TestBackupDamage(t *testing.T) {
	work := t.TempDir()
	dir := filepath.Join(work, "room")
	makeRoom(t, dir)
	n := open(t, dir)
	if _, err := n.Publish(t.Context(), []record.Act{act(1)}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(work, "room.tar")
	if err := n.Backup(t.Context(), file, newsroom.BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	n.Close()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(work, "bad.tar")
	for i := range 60 {
		damaged := bytes.Clone(whole)
		if i%3 == 0 {
			damaged = damaged[:len(damaged)*i/61]
		} else {
			damaged[(len(damaged)-2048)*i/61] ^= 0x10
		}
		if err := os.WriteFile(bad, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		again := filepath.Join(work, "again")
		err := newsroom.Restore(t.Context(), bad, again, nil, newsroom.Options{})
		if err == nil {
			if !harmless(whole, damaged) {
				t.Errorf("damage %d was not found out", i)
			}
			os.RemoveAll(again)
			continue
		}
		if _, err := os.Stat(again); err == nil {
			t.Errorf("damage %d: a folder is left", i)
		}
	}
	if err := newsroom.Restore(t.Context(), file, filepath.Join(work, "again"), nil, newsroom.Options{}); err != nil {
		t.Fatal(err)
	}
	verify(t, filepath.Join(work, "again"), 0)
}

// harmless reports whether the damage lies in bytes that carry nothing: the
// padding that tar puts behind each file.
func harmless(whole, damaged []byte) bool {
	for i := range damaged {
		if whole[i] != damaged[i] {
			return whole[i] == 0
		}
	}
	return false
}
