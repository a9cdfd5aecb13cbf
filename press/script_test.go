package press

import (
	"testing"

	"stet.news/internal/bundled"
)

// scriptBudget is how many bytes of script a public page may cost its reader,
// service worker included, before any compression.
const scriptBudget = 3000

func TestScriptWithinBudget(t *testing.T) {
	total := 0
	for _, name := range []string{"static/script.js", "static/worker.js"} {
		text, err := look.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", name, len(text))
		total += len(text)
	}
	if total > scriptBudget {
		t.Errorf("the scripts have %d bytes, the budget is %d", total, scriptBudget)
	}
}

func TestScriptIsBundled(t *testing.T) { bundled.Check(t, look) }
