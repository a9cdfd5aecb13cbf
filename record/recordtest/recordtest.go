// Package recordtest is the contract of a record's engine, as tests that an
// engine hands itself to:
//
//	func TestContract(t *testing.T) { recordtest.Run(t, open) }
//
// The first part asks the engine alone what record.Store promises, with a model
// that does the same in maps; the second runs a whole record over it:
// publishing, revising, retracting, erasing, rolling back and recovering. The
// package looks at nothing but record.Store; what is an engine's own (its
// triggers, its files, its full disk) the engine tests itself.
package recordtest

import (
	"context"
	"testing"

	"stet.news/record"
)

// Open opens the store that is kept in a folder, and makes an empty one if
// there is none. The caller closes it.
type Open func(t *testing.T, dir string) record.Store

// Run runs the whole contract.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Open)
	}{
		{"empty", testEmpty},
		{"leaves", testLeaves},
		{"leaves asked inside", testLeavesInside},
		{"hashes", testHashes},
		{"acts and revisions", testActs},
		{"changed", testChanged},
		{"forgetting changed", testForgetChanged},
		{"append only", testAppendOnly},
		{"erase", testErase},
		{"stories", testStories},
		{"translations", testTranslations},
		{"slugs", testSlugs},
		{"list order", testListOrder},
		{"list runs", testListRuns},
		{"list names", testListNames},
		{"clear index", testClearIndex},
		{"drafts", testDrafts},
		{"big values", testBig},
		{"atomic", testAtomic},
		{"cancelled", testCancelled},
		{"ended", testEnded},
		{"durable", testDurable},
		{"snapshot", testSnapshot},
		{"crowd", testCrowd},
		{"backup", testBackup},
		{"scrub", testScrub},
		{"model", testModel},
		{"record", testRecord},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open) })
	}
}

// fresh is an empty store that closes with the test.
func fresh(t *testing.T, open Open) record.Store {
	t.Helper()
	s := open(t, t.TempDir())
	t.Cleanup(func() { s.Close() })
	return s
}

// view and update run f over the store and end the test on an error.
func view(t *testing.T, s record.Store, f func(rd record.Reader) error) {
	t.Helper()
	if err := s.View(context.Background(), f); err != nil {
		t.Fatalf("View: %v", err)
	}
}

func update(t *testing.T, s record.Store, f func(tx record.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), f); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

// must gives the first of two results and ends the test on an error.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
