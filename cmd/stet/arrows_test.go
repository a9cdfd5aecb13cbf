package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"stet.news/internal/require"
)

// arrows says which of our packages each room may import. It is the table of
// docs/architecture.md, kept true.
var arrows = map[string]string{
	"story":            "",
	"record":           "story internal/durable",
	"record/sqlite":    "record story internal/durable",
	"picture":          "picture/darkroom story internal/durable",
	"picture/darkroom": "story",
	"card":             "story internal/durable",
	"search":           "record story",
	"press":            "record search story internal/durable",
	"edge":             "internal/gate press",
	"proof":            "record story press",
	"export":           "proof picture press record story internal/durable",
	"wire":             "story",
	"demo":             "story",
	"desk/policy":      "story",
	"desk/trail":       "desk/policy record story",
	"desk/staff":       "desk/policy desk/trail internal/gate record story",
	"desk/walltime":    "",
	"desk/check":       "desk/prose story",
	"desk/words":       "",
	"desk/prose":       "story",
	"desk/draft":       "desk/policy desk/prose record story",
	"desk/front":       "desk/words press record story",
	"desk/hub":         "story",
	"desk/library":     "record search story",
	"desk":             "desk/check desk/draft desk/front desk/hub desk/library desk/policy desk/prose desk/staff desk/trail desk/walltime desk/words internal/egress picture picture/darkroom press record search story",
	"desk/desktest":    "desk desk/policy picture press record record/sqlite search story",
	"desk/site":        "desk desk/check desk/draft desk/front desk/hub desk/library desk/policy desk/prose desk/staff desk/trail desk/walltime desk/words internal/egress internal/gate picture picture/darkroom press record story",
	"newsroom":         "card demo desk desk/draft desk/front desk/policy desk/site desk/staff edge export picture picture/darkroom press proof record record/sqlite search story wire internal/durable internal/egress",
}

func TestArrowsPointDown(t *testing.T) {
	goTool := require.Tool(t, "go")
	for room, allowed := range arrows {
		out, err := exec.Command(goTool, "list", "-f", `{{join .Imports "\n"}}`, "stet.news/"+room).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", room, err, out)
		}
		for _, imported := range strings.Fields(string(out)) {
			ours, ok := strings.CutPrefix(imported, "stet.news/")
			if ok && !slices.Contains(strings.Fields(allowed), ours) {
				t.Errorf("%s imports %s, which it must not know of", room, ours)
			}
		}
	}
}
