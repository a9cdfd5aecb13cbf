package darkroom

import (
	"encoding/binary"
	"errors"
)

// An AVIF file is a tree of boxes (ISO/IEC 14496-12). Read are those that say how
// its main picture is shown, and where its metadata lie; the codec reads the
// others itself.

const (
	maxBoxes = 4096
	maxDepth = 4
)

var errBoxes = errors.New("its boxes are cut short or too many")

// box is one: its type and what it holds.
type box struct {
	kind string
	body []byte
}

// boxes reads the boxes that stand one after another.
func boxes(data []byte) (list []box, err error) {
	for len(data) > 0 {
		if len(data) < 8 || len(list) == maxBoxes {
			return list, errBoxes
		}
		size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		switch size {
		case 0: // up to the end
			size = uint64(len(data))
		case 1:
			if len(data) < 16 {
				return list, errBoxes
			}
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		}
		if size < head || size > uint64(len(data)) {
			return list, errBoxes
		}
		list = append(list, box{string(data[4:8]), data[head:size]})
		data = data[size:]
	}
	return list, nil
}

// inside reads the boxes in a box whose own fields take n bytes.
func (b box) inside(n int) ([]box, error) {
	if len(b.body) < n {
		return nil, errBoxes
	}
	return boxes(b.body[n:])
}

// first gives the first box of a kind; without one, an empty one.
func first(list []box, kind string) box {
	for _, b := range list {
		if b.kind == kind {
			return b
		}
	}
	return box{}
}

// fields reads numbers from a box. Reading past its end gives zeros and is noted.
type fields struct {
	data  []byte
	short bool
}

func (f *fields) number(size int) uint64 {
	if len(f.data) < size {
		f.short, f.data = true, nil
		return 0
	}
	n := uint64(0)
	for _, b := range f.data[:size] {
		n = n<<8 | uint64(b)
	}
	f.data = f.data[size:]
	return n
}

// full reads version and flags of a full box.
func (b box) full() (version byte, flags uint32, f *fields) {
	f = &fields{data: b.body}
	head := uint32(f.number(4))
	return byte(head >> 24), head & 0xffffff, f
}

// idSize is how many bytes a number takes whose size a version of a box says.
func idSize(wide bool) int {
	if wide {
		return 4
	}
	return 2
}

// primaryItem reads which item is the picture.
func primaryItem(meta []box) uint32 {
	version, _, f := first(meta, "pitm").full()
	return uint32(f.number(idSize(version > 0)))
}

// properties gives the boxes that describe an item, in the order in which they
// are to be heeded.
func properties(meta []box, item uint32) ([]box, error) {
	in, err := first(meta, "iprp").inside(0)
	if err != nil {
		return nil, err
	}
	all, err := first(in, "ipco").inside(0)
	if err != nil {
		return nil, err
	}
	var out []box
	for _, b := range in {
		if b.kind != "ipma" {
			continue
		}
		version, flags, f := b.full()
		for count := f.number(4); count > 0 && !f.short; count-- {
			id := uint32(f.number(idSize(version > 0)))
			for n := f.number(1); n > 0 && !f.short; n-- {
				index := f.number(1 + int(flags&1))
				index &= 1<<(7+8*(flags&1)) - 1 // without the bit for "essential"
				if id == item && index >= 1 && index <= uint64(len(all)) && len(out) < maxBoxes {
					out = append(out, all[index-1])
				}
			}
		}
	}
	return out, nil
}

// item is one that an AVIF file holds besides the picture.
type item struct {
	id   uint32
	kind string // "Exif", "mime"
	mime string
}

// items lists what the file holds.
func items(meta []box) (list []item) {
	info := first(meta, "iinf")
	version, _, f := info.full()
	f.number(idSize(version > 0)) // how many
	entries, _ := boxes(f.data)
	for _, e := range entries {
		version, _, f := e.full()
		if e.kind != "infe" || version < 2 {
			continue
		}
		it := item{id: uint32(f.number(idSize(version > 2)))}
		f.number(2) // protection
		kind := make([]byte, 4)
		for i := range kind {
			kind[i] = byte(f.number(1))
		}
		it.kind = string(kind)
		if f.text(); it.kind == "mime" { // its name, then its type
			it.mime = f.text()
		}
		list = append(list, it)
	}
	return list
}

// text reads up to the next zero.
func (f *fields) text() string {
	for i, b := range f.data {
		if b == 0 {
			s := string(f.data[:i])
			f.data = f.data[i+1:]
			return s
		}
	}
	f.data = nil
	return ""
}

// itemData gives the bytes of an item that lies in one piece in the file; nil
// when it lies otherwise.
func itemData(data []byte, meta []box, id uint32) []byte {
	version, _, f := first(meta, "iloc").full()
	sizes := f.number(2)
	offset, length, base, index := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	if version == 0 {
		index = 0
	}
	for count := f.number(idSize(version > 1)); count > 0 && !f.short; count-- {
		this := uint32(f.number(idSize(version > 1)))
		if version > 0 {
			f.number(2) // how it is stored
		}
		f.number(2) // in which file
		from := f.number(base)
		extents := f.number(2)
		for n := extents; n > 0 && !f.short; n-- {
			f.number(index)
			at, size := from+f.number(offset), f.number(length)
			if this == id && extents == 1 && !f.short && at <= uint64(len(data)) && size <= uint64(len(data))-at {
				return data[at : at+size]
			}
		}
	}
	return nil
}
