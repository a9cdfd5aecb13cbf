package sqlite

import (
	"path/filepath"
	"strconv"
	"testing"

	"stet.news/record"
)

// Hashes that are asked for together are the same as one by one, and one that
// is not there is missed either way.
func TestManyHashesAtOnce(t *testing.T) {
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "record.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	texts := make([]string, 150)
	for i := range texts {
		texts[i] = "leaf " + strconv.Itoa(i)
	}
	fill(t, s, texts...)
	err = s.View(t.Context(), func(rd record.Reader) error {
		var indexes []int64
		for n := int64(200); n >= 0; n -= 2 {
			indexes = append(indexes, n)
		}
		together, err := rd.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, n := range indexes {
			alone, err := rd.ReadHashes([]int64{n})
			if err != nil {
				return err
			}
			if alone[0] != together[i] {
				t.Errorf("hash %d differs", n)
			}
		}
		for n := range int64(100) {
			indexes = append(indexes, 250+n)
		}
		if _, err := rd.ReadHashes(indexes); err == nil {
			t.Error("a hash that is not there was found")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
