package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/internal/require"
)

// TestNu lets the Nu HTML Checker read every page there is, and the style sheet
// in it, and find nothing wrong. The language that it takes Dari and Pashto for
// does not count.
func TestNu(t *testing.T) {
	java := require.Tool(t, "java")
	jar, err := filepath.Abs("../node_modules/vnu-jar/build/dist/vnu.jar")
	if err == nil {
		_, err = os.Stat(jar)
	}
	if err != nil {
		require.Missing(t, "the Nu HTML Checker (npm install --no-save vnu-jar@26.9.27)")
	}
	dir := t.TempDir()
	names := map[string]string{}
	args := []string{"-Xss4m", "-jar", jar, "--format", "json", "--also-check-css", "--exit-zero-always"}
	for i, r := range crawl(t).pages() {
		file := filepath.Join(dir, fmt.Sprintf("%04d.html", i))
		if err := os.WriteFile(file, []byte(r.body), 0o644); err != nil {
			t.Fatal(err)
		}
		names["file:"+file] = r.path
		args = append(args, file)
	}
	cmd := exec.Command(java, args...)
	var told strings.Builder
	cmd.Stderr = &told
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, told.String())
	}
	var found struct {
		Messages []struct{ Type, SubType, URL, Message, Extract string }
	}
	if err := json.Unmarshal([]byte(told.String()), &found); err != nil {
		t.Fatalf("%v\n%.2000s", err, told.String())
	}
	for _, m := range found.Messages {
		if strings.HasPrefix(m.Message, "This document appears to be written in") {
			continue
		}
		t.Errorf("%s: %s%s: %s\n\t%s", names[m.URL], m.Type, m.SubType, m.Message, m.Extract)
	}
}
