package darkroom

import (
	"context"

	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// withMemory lets a codec's memory grow in its place. A Go slice would be copied
// each time, and the copies pile up until they are collected: twelve megapixels of
// AVIF then take more than a gigabyte.
func withMemory(ctx context.Context) context.Context {
	return experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(_, most uint64) experimental.LinearMemory {
		all, err := unix.Mmap(-1, 0, int(most), unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
		if err != nil {
			return none{}
		}
		return &mapped{all: all}
	}))
}

// mapped is a memory that is reserved whole and used as far as it has grown.
type mapped struct {
	all  []byte
	used int
}

// Reallocate implements experimental.LinearMemory.
func (m *mapped) Reallocate(size uint64) []byte {
	if size > uint64(len(m.all)) {
		return nil
	}
	if int(size) > m.used {
		if unix.Mprotect(m.all[:size], unix.PROT_READ|unix.PROT_WRITE) != nil {
			return nil
		}
		m.used = int(size)
	}
	return m.all[:size]
}

// Free implements experimental.LinearMemory.
func (m *mapped) Free() { unix.Munmap(m.all) }

// none is what there is when there is no memory.
type none struct{}

// Reallocate implements experimental.LinearMemory.
func (none) Reallocate(uint64) []byte { return nil }

// Free implements experimental.LinearMemory.
func (none) Free() {}
