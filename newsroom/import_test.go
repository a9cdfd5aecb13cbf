package newsroom_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/newsroom"
)

// TestImportStopped stops an import after its first batch: what came in is
// printed, and trying again brings in the rest.
func TestImportStopped(t *testing.T) {
	dir, file := filepath.Join(t.TempDir(), "room"), filepath.Join(t.TempDir(), "many.jsonl")
	makeRoom(t, dir)
	const stories = 450
	var b strings.Builder
	for i := range stories {
		fmt.Fprintf(&b, `{"headline":"Story %d","blocks":[{"type":"paragraph","text":"It rained %d times. It snowed."}]}`+"\n", i, i)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	n := open(t, dir)
	defer n.Close()
	o := newsroom.ImportOptions{Edition: "en", Publish: true}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in := 0
	err := n.Import(ctx, n, []string{file}, o, func(newsroom.ImportResult) error { in++; cancel(); return nil })
	if !errors.Is(err, context.Canceled) || in == 0 || in >= stories {
		t.Fatalf("%d came in, %v", in, err)
	}
	verify(t, dir, 0)
	twins := 0
	err = n.Import(t.Context(), n, []string{file}, o, func(r newsroom.ImportResult) error {
		if r.Twin {
			twins++
		}
		return r.Err
	})
	if err != nil || twins != in {
		t.Errorf("%d twins of %d, %v", twins, in, err)
	}
	verify(t, dir, 0)
}
