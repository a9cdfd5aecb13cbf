package e2e

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"stet.news/internal/require"
)

// TestVocabulary holds the structured data of every page against schema.org:
// each type is there, and each property is one that its type, or one that it
// descends from, has.
func TestVocabulary(t *testing.T) {
	known := readVocabulary(t)
	things := 0
	for _, r := range crawl(t).pages() {
		for n := range elements(r.root) {
			if n.Data != "script" || attr(n, "type") != "application/ld+json" {
				continue
			}
			var data map[string]any
			if err := json.Unmarshal([]byte(textOf(n)), &data); err != nil {
				t.Errorf("%s: %v", r.path, err)
			}
			if data["@context"] != "https://schema.org" {
				t.Errorf("%s: the context is %v", r.path, data["@context"])
			}
			for _, wrong := range known.judge(data) {
				t.Errorf("%s: %s", r.path, wrong)
			}
			things++
		}
	}
	if things < 50 {
		t.Errorf("only %d pages have structured data", things)
	}
}

// vocabulary is what schema.org knows: which types a type descends from, and
// which types have a property.
type vocabulary struct{ parents, domains map[string][]string }

// judge names what is wrong with a thing and the things in it.
func (v vocabulary) judge(thing map[string]any) (wrong []string) {
	kind, _ := thing["@type"].(string)
	if _, known := v.parents[kind]; !known {
		return []string{"there is no type " + kind}
	}
	for property, value := range thing {
		if !strings.HasPrefix(property, "@") && !v.has(kind, property) {
			wrong = append(wrong, kind+" has no property "+property)
		}
		values, list := value.([]any)
		if !list {
			values = []any{value}
		}
		for _, value := range values {
			if inner, is := value.(map[string]any); is {
				wrong = append(wrong, v.judge(inner)...)
			}
		}
	}
	return wrong
}

func (v vocabulary) has(kind, property string) bool {
	for _, domain := range v.domains[property] {
		if v.descends(kind, domain) {
			return true
		}
	}
	return false
}

func (v vocabulary) descends(kind, from string) bool {
	if kind == from {
		return true
	}
	for _, parent := range v.parents[kind] {
		if v.descends(parent, from) {
			return true
		}
	}
	return false
}

func readVocabulary(t *testing.T) vocabulary {
	t.Helper()
	f, err := os.Open(require.Shared(t, "data/standards/schemaorg/schemaorg-current-https-30.0.jsonld.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plain, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Graph []struct {
			ID      string          `json:"@id"`
			Parents json.RawMessage `json:"rdfs:subClassOf"`
			Domains json.RawMessage `json:"schema:domainIncludes"`
		} `json:"@graph"`
	}
	if err := json.NewDecoder(plain).Decode(&file); err != nil {
		t.Fatal(err)
	}
	v := vocabulary{map[string][]string{}, map[string][]string{}}
	for _, x := range file.Graph {
		name := strings.TrimPrefix(x.ID, "schema:")
		v.parents[name] = references(x.Parents)
		v.domains[name] = references(x.Domains)
	}
	return v
}

// references reads one or many {"@id": "schema:NAME"}.
func references(raw json.RawMessage) (names []string) {
	type reference struct {
		ID string `json:"@id"`
	}
	var many []reference
	if json.Unmarshal(raw, &many) != nil {
		var one reference
		if json.Unmarshal(raw, &one) != nil {
			return nil
		}
		many = []reference{one}
	}
	for _, r := range many {
		names = append(names, strings.TrimPrefix(r.ID, "schema:"))
	}
	return names
}
