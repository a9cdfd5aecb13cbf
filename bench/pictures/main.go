// Command pictures measures what becomes of a photograph: how long it takes from
// the file to the JPEGs a page shows, how long the smaller formats take behind
// that, and how many bytes each rendition has.
//
//	go run ./bench/pictures [photo.jpg …]
//
// Without photographs it draws one of twelve megapixels: a sample newsroom's
// picture, enlarged, with the grain of a sensor.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/image/draw"

	"stet.news/demo"
	"stet.news/picture"
	"stet.news/picture/darkroom"
	"stet.news/story"
)

func main() {
	darkroom.Main()
	flag.Parse()
	dir, err := os.MkdirTemp("", "stet-pictures-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	photos := map[string][]byte{}
	for _, name := range flag.Args() {
		if photos[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			log.Fatal(err)
		}
	}
	if len(photos) == 0 {
		photos["drawn, 4000 × 3000"] = drawn(4000, 3000)
	}
	for name, data := range photos {
		if err := measure(filepath.Join(dir, name), name, data); err != nil {
			log.Print(err)
		}
	}
}

// measure takes a photograph in.
func measure(dir, name string, data []byte) error {
	ctx := context.Background()
	store := picture.Open(filepath.Join(dir, "pictures"))
	renditions := picture.OpenRenditions(filepath.Join(dir, "renditions"), store)
	start, used := time.Now(), processor()
	p, err := store.Put(data)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Printf("%s, %d × %d, %d bytes: taken in after %.2f s", name, p.Width, p.Height, len(data), time.Since(start).Seconds())
	for _, f := range []story.Format{story.JPEG, story.WebP, story.AVIF} {
		begun := time.Now()
		if err := renditions.Make(ctx, p, f); err != nil {
			return err
		}
		fmt.Printf("; %s in %.2f s", f, time.Since(begun).Seconds())
		if f == story.JPEG {
			fmt.Printf(", on the page after %.2f s", time.Since(start).Seconds())
			darkroom.Now.Close() // so that its time is counted
			fmt.Printf(" (%.2f s of the processor)", (processor() - used).Seconds())
		}
	}
	fmt.Println()
	return table(renditions, p)
}

// processor is the time that this process and those it has ended have had.
func processor() (d time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if syscall.Getrusage(who, &u) == nil {
			d += time.Duration(u.Utime.Nano() + u.Stime.Nano())
		}
	}
	return d
}

// table prints the bytes of the scaled renditions.
func table(renditions *picture.Renditions, p story.Picture) error {
	for _, w := range p.ScaledWidths() {
		fmt.Printf("  %4d", w)
		for _, f := range story.Formats {
			data, _, err := renditions.Get(filepath.Base(p.Scaled(w, f)))
			if err != nil {
				return err
			}
			fmt.Printf("  %s %6.1f kB", f, float64(len(data))/1000)
		}
		fmt.Println()
	}
	return nil
}

func drawn(w, h int) []byte {
	var small image.Image
	for _, data := range demo.Pictures() {
		m, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			log.Fatal(err)
		}
		small = m
	}
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(m, m.Rect, small, small.Bounds(), draw.Src, nil)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = uint8(min(max(int(m.Pix[i])+rnd.IntN(13)-6, 0), 255))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 92}); err != nil {
		log.Fatal(err)
	}
	return b.Bytes()
}
