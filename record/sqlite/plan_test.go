package sqlite

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// queries gives the SQL of this package: every string constant of its files that
// begins like a statement. Those put together at run time are listed by hand.
func queries(t *testing.T) []string {
	t.Helper()
	out := []string{
		listQuery + `ORDER BY listing.published DESC, listing.n DESC LIMIT ?`,
		listQuery + `AND (listing.published, listing.n) < (?, ?) ORDER BY listing.published DESC, listing.n DESC LIMIT ?`,
		listQuery + `AND listing.n >= ? AND listing.n < ? ORDER BY listing.n`,
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || name == "schema.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			query, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			for _, verb := range []string{"SELECT ", "INSERT ", "UPDATE ", "DELETE "} {
				if strings.HasPrefix(strings.TrimSpace(query), verb) {
					out = append(out, query)
				}
			}
			return true
		})
	}
	return out
}

// TestPlans makes sure that no query's cost grows with the archive: each finds
// its rows by an index, and none sorts more than it gives.
func TestPlans(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	fill(t, s, "one")
	all := queries(t)
	if len(all) < 30 {
		t.Fatalf("only %d queries found: has the way they are written changed?", len(all))
	}
	db := raw(t, dir)
	for _, query := range all {
		if strings.HasPrefix(query, "DELETE FROM ") && !strings.Contains(query, "WHERE") {
			continue // empties a table
		}
		args := make([]any, strings.Count(query, "?"))
		if strings.Contains(query, "?1") { // numbered ones may stand twice
			args = nil
			for strings.Contains(query, fmt.Sprint("?", len(args)+1)) {
				args = append(args, 1)
			}
		}
		rows, err := db.Query("EXPLAIN QUERY PLAN "+query, args...)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		var plan []string
		for rows.Next() {
			var a, b, c int
			var detail string
			if err := rows.Scan(&a, &b, &c, &detail); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, detail)
		}
		rows.Close()
		for _, step := range plan {
			if strings.HasPrefix(step, "SCAN") && !allowedScan(query, step) {
				t.Errorf("%s\nwalks a whole table: %q", query, plan)
			}
			if strings.Contains(step, "TEMP B-TREE") && !allowedSort(query) {
				t.Errorf("%s\nsorts: %q", query, plan)
			}
		}
	}
}

// allowedScan: all drafts are asked for; erasing has one row at most.
func allowedScan(query, step string) bool {
	return strings.Contains(query, "FROM draft ORDER BY") || step == "SCAN erasing"
}

// allowedSort: drafts, and the few lists of one story.
func allowedSort(query string) bool {
	return strings.Contains(query, "FROM draft ORDER BY") || strings.Contains(query, "ORDER BY list.name")
}
