package darkroom

import (
	"bytes"
	"fmt"
)

// sniff tells the kind of file from its first bytes. What people often hand in
// by mistake is called by its name.
func sniff(data []byte) (kind, error) {
	media, what := sniffMedia(data), ""
	if k, ok := kindOf(media); ok {
		return k, nil
	}
	switch {
	case len(data) == 0:
		what = "the file is empty"
	case media == "HEIC":
		what = "this is HEIC; export it as JPEG"
	case media != "":
		what = "this is " + media
	default:
		what = "nothing known begins like this"
	}
	return kind{}, fmt.Errorf("%w: %s", ErrNotAPicture, what)
}

// Name is what a file is by its first bytes, as people say it: "image/jpeg",
// "HEIC", "SVG", "PDF"; empty for what is none of the known.
func Name(data []byte) string { return sniffMedia(data) }

func sniffMedia(data []byte) string {
	at := func(i int, magic string) bool {
		return len(data) >= i+len(magic) && string(data[i:i+len(magic)]) == magic
	}
	switch {
	case at(0, "\xff\xd8\xff"):
		return "image/jpeg"
	case at(0, pngMagic):
		return "image/png"
	case at(0, "GIF87a"), at(0, "GIF89a"):
		return "image/gif"
	case at(0, "RIFF") && at(8, "WEBP"):
		return "image/webp"
	case at(0, "II*\x00"), at(0, "MM\x00*"):
		return "TIFF"
	case at(0, "BM"):
		return "BMP"
	case isAVIF(data):
		return "image/avif"
	case at(4, "ftyphei"), at(4, "ftyphev"), at(4, "ftypmif1"), at(4, "ftypmsf1"):
		return "HEIC"
	case at(0, "%PDF"):
		return "PDF"
	case looksSVG(data):
		return "SVG"
	}
	return ""
}

// looksSVG looks for the root element in the first kilobyte, which is where
// every drawing program puts it. It only chooses words: what is none of the kinds
// is refused either way.
func looksSVG(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 1024)], []byte("<svg"))
}
