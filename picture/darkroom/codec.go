package darkroom

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// codec is a library compiled to WebAssembly; codec/README.md says which. It
// has no files, no clock and no memory but its own, and each call gets a fresh
// instance, so that one picture cannot leave anything for the next.
type codec struct {
	packed []byte
	once   sync.Once
	err    error
	room   wazero.Runtime
	module wazero.CompiledModule
}

// The packed libraries. Compiling one takes from a tenth of a second to some
// seconds, so it happens when the first picture needs it.
var (
	//go:embed codec/avif-decode.wasm.gz
	avifDecode []byte
	//go:embed codec/avif-encode.wasm.gz
	avifEncode []byte
	//go:embed codec/webp.wasm.gz
	webpBoth []byte
)

// codecs are the libraries one process uses.
type codecs struct{ readAVIF, writeAVIF, writeWebP codec }

func newCodecs() *codecs {
	return &codecs{readAVIF: codec{packed: avifDecode}, writeAVIF: codec{packed: avifEncode}, writeWebP: codec{packed: webpBoth}}
}

// codecPages bounds the memory of a codec, in pages of 64 KiB.
const codecPages = 512 << 20 >> 16

// errCodec: the codec ran out of memory or answered what cannot be.
var errCodec = errors.New("the codec failed")

func (c *codec) compile() error {
	c.once.Do(func() {
		ctx := context.Background()
		z, err := gzip.NewReader(bytes.NewReader(c.packed))
		if err != nil {
			c.err = err
			return
		}
		code, err := io.ReadAll(z)
		if err != nil {
			c.err = err
			return
		}
		c.room = wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().
			WithMemoryLimitPages(codecPages))
		if _, c.err = wasi_snapshot_preview1.Instantiate(ctx, c.room); c.err == nil {
			c.module, c.err = c.room.CompileModule(ctx, code)
		}
	})
	return c.err
}

// run gives f a fresh instance. How long it may take is for the Room to say, which
// ends the process: asking at every step whether the time is over would make a
// codec take three times as long.
func (c *codec) run(f func(*instance) error) (err error) {
	if err := c.compile(); err != nil {
		return fmt.Errorf("%w: %w", errCodec, err)
	}
	ctx := withMemory(context.Background())
	module, err := c.room.InstantiateModule(ctx, c.module, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return fmt.Errorf("%w: %w", errCodec, err)
	}
	defer module.Close(ctx)
	in := &instance{ctx: ctx, module: module}
	if err = f(in); err == nil {
		err = in.err
	}
	return err
}

// instance is one running copy of a codec. After the first failure its methods
// do nothing; err says what it was.
type instance struct {
	ctx    context.Context
	module api.Module
	err    error
}

// call calls an exported function and gives its result.
func (in *instance) call(name string, args ...uint64) uint64 {
	if in.err != nil {
		return 0
	}
	out, err := in.module.ExportedFunction(name).Call(in.ctx, args...)
	if err != nil {
		what, _, _ := strings.Cut(err.Error(), "\n") // below it is a trace of numbers
		in.err = fmt.Errorf("%w: %s", errCodec, what)
		return 0
	}
	return out[0]
}

// alloc takes n bytes of the instance's memory. Nothing is freed: the instance
// is thrown away.
func (in *instance) alloc(n int) uint64 {
	at := in.call("malloc", uint64(n))
	if at == 0 && in.err == nil {
		in.err = fmt.Errorf("%w: no memory for %d bytes", errCodec, n)
	}
	return at
}

// put copies bytes into the instance's memory.
func (in *instance) put(data []byte) uint64 {
	at := in.alloc(len(data))
	if in.err == nil && !in.module.Memory().Write(uint32(at), data) {
		in.err = fmt.Errorf("%w: it lost its memory", errCodec)
	}
	return at
}

// get copies n bytes out of it.
func (in *instance) get(at uint64, n int) []byte {
	if in.err != nil {
		return nil
	}
	data, ok := in.module.Memory().Read(uint32(at), uint32(n))
	if !ok {
		in.err = fmt.Errorf("%w: it points outside its memory", errCodec)
	}
	return bytes.Clone(data)
}

// number reads a 32-bit number.
func (in *instance) number(at uint64) int {
	if in.err != nil {
		return 0
	}
	n, ok := in.module.Memory().ReadUint32Le(uint32(at))
	if !ok {
		in.err = fmt.Errorf("%w: it points outside its memory", errCodec)
	}
	return int(n)
}
