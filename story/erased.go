package story

import "strings"

// ErasedText stands where words were erased from the record.
const ErasedText = "[…]"

// isErasedText reports whether s is ErasedText, with or without the white space
// that parted it from its neighbours.
func isErasedText(s string) bool { return strings.TrimSpace(s) == ErasedText }
