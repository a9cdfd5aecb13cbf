package prose

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"stet.news/story"
)

// Limits of attributes; story.Revision's, with room for what is being written.
const (
	maxName    = 300
	maxCaption = 4000
	maxCredits = 64
	maxPixels  = 1 << 20
)

// line is a check for text of so many characters.
func line(most int) func(any) error {
	return func(v any) error {
		s, ok := v.(string)
		if !ok {
			return errors.New("want a text")
		}
		if n := utf8.RuneCountInString(s); n > most {
			return fmt.Errorf("%d characters, at most %d", n, most)
		}
		return nil
	}
}

// integer is a check for whole numbers from least to most.
func integer(least, most float64) func(any) error {
	return func(v any) error {
		if n, ok := v.(float64); !ok || n != math.Trunc(n) || n < least || n > most {
			return fmt.Errorf("want a whole number from %.0f to %.0f", least, most)
		}
		return nil
	}
}

// matching is a check for text that is reports good.
func matching(is func(string) bool, want string) func(any) error {
	return func(v any) error {
		if s, ok := v.(string); !ok || !is(s) {
			return errors.New("want " + want)
		}
		return nil
	}
}

func isBool(v any) error {
	if _, ok := v.(bool); !ok {
		return errors.New("want true or false")
	}
	return nil
}

var (
	isLink   = matching(story.GoodLink, "an address with http, https, mailto or tel, or a path from /")
	isEmbed  = matching(story.GoodEmbed, "the address of a web page")
	isSHA256 = matching(story.GoodSHA256, "a SHA-256 in lower-case hex")
	isLang   = matching(func(s string) bool { return s == "" || story.GoodLang(s) }, "a language tag")
	isDir    = matching(func(s string) bool {
		return s == "" || s == string(story.LeftToRight) || s == string(story.RightToLeft)
	}, "ltr or rtl")
	isID          = matching(func(s string) bool { return s != "" && len(s) <= maxName }, "a name of something")
	isPictureType = matching(func(s string) bool {
		return s == "image/jpeg" || s == "image/png" || s == "image/webp" || s == "image/gif"
	}, "a type of picture we print")
)

// credits is a check for a list of names with the key of each.
func credits(key string) func(any) error {
	known := []attribute{{"name", needed, line(maxName)}, {key, "", line(maxName)}}
	return func(v any) error {
		list, ok := v.([]any)
		if !ok {
			return errors.New("want a list")
		}
		if len(list) > maxCredits {
			return fmt.Errorf("%d, at most %d", len(list), maxCredits)
		}
		for i, x := range list {
			if err := object(known, x); err != nil {
				return fmt.Errorf("number %d: %w", i+1, err)
			}
		}
		return nil
	}
}

// isPictureOrNull is a picture, or null for none.
func isPictureOrNull(v any) error {
	if v == nil {
		return nil
	}
	return object(pictureAttrs, v)
}

// object checks an object that is the value of an attribute.
func object(known []attribute, v any) error {
	given, ok := v.(map[string]any)
	if !ok {
		return errors.New("want an object")
	}
	return examine(known, given)
}
