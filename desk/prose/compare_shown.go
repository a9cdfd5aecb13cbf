package prose

import (
	"strconv"
	"strings"
)

// shown is the value of an attribute in words.
func shown(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		if v {
			return "✓"
		}
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = shown(x)
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return shownObject(v)
	}
	return ""
}

// shownObject is a name with its key, or a picture by what is known of it.
func shownObject(v map[string]any) string {
	if sha256, ok := v["sha256"].(string); ok {
		words := []string{}
		for _, name := range []string{"alt", "caption", "credit"} {
			if s, _ := v[name].(string); s != "" {
				words = append(words, s)
			}
		}
		return strings.Join(append(words, "("+sha256[:8]+"…)"), " · ")
	}
	name, _ := v["name"].(string)
	for _, k := range []string{"key", "person"} {
		if key, _ := v[k].(string); key != "" {
			name += " (" + key + ")"
		}
	}
	return name
}
