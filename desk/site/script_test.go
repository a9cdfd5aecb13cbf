package site

import (
	"testing"

	"stet.news/internal/bundled"
)

func TestScriptsAreBundled(t *testing.T) { bundled.Check(t, staticFiles) }
