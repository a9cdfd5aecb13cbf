package press

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"stet.news/internal/require"
)

func TestPersianAgainstICU(t *testing.T) {
	b, err := os.ReadFile(require.Shared(t, "data/standards/icu/persian-calendar.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Rows []struct {
			G       string
			Persian string
		}
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Rows) < 900 {
		t.Fatalf("%d dates", len(file.Rows))
	}
	for _, row := range file.Rows {
		var y, m, d int
		fmt.Sscanf(row.G, "%d-%d-%d", &y, &m, &d)
		py, pm, pd := persian(y, m, d)
		if got := fmt.Sprintf("%d-%d-%d", py, pm, pd); got != row.Persian {
			t.Errorf("%s: got %s, want %s", row.G, got, row.Persian)
		}
	}
}

func TestPersianNewYears(t *testing.T) {
	for _, c := range [][6]int{
		{2026, 11, 23, 1405, 9, 2}, {2025, 3, 20, 1403, 12, 30}, {2025, 3, 21, 1404, 1, 1},
		{2030, 3, 20, 1408, 12, 30}, {2001, 9, 11, 1380, 6, 20}, {1979, 2, 11, 1357, 11, 22},
	} {
		y, m, d := persian(c[0], c[1], c[2])
		if y != c[3] || m != c[4] || d != c[5] {
			t.Errorf("%v: got %d-%d-%d", c, y, m, d)
		}
	}
}
