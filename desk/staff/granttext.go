package staff

import (
	"fmt"
	"slices"
	"strings"

	"stet.news/desk/policy"
)

// GrantText says a grant as the command line takes it: "editor", "editor:fa-AF",
// "editor:fa-AF/culture", "editor:*/culture".
func GrantText(g policy.Grant) string {
	switch {
	case g.Section != "":
		edition := g.Edition
		if edition == "" {
			edition = "*"
		}
		return string(g.Role) + ":" + edition + "/" + g.Section
	case g.Edition != "":
		return string(g.Role) + ":" + g.Edition
	}
	return string(g.Role)
}

// ParseGrant reads a grant in that form.
func ParseGrant(text string) (g policy.Grant, err error) {
	role, where, _ := strings.Cut(text, ":")
	g.Role = policy.Role(role)
	if !slices.Contains(policy.Roles, g.Role) {
		return g, fmt.Errorf("%q is no role; there are contributor, reporter, editor, publisher and administrator", role)
	}
	g.Edition, g.Section, _ = strings.Cut(where, "/")
	if g.Edition == "*" {
		g.Edition = ""
	}
	return g, nil
}
