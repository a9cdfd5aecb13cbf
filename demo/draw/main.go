// Command draw makes the pictures of the sample newsroom: flat landscapes and
// still lifes, drawn from nothing but the numbers in this folder. They are our
// own, so the demo may be shown, copied and printed without asking anybody.
//
//	go run ./demo/draw [-out demo/pictures] [-only kites]
//
// The same program gives the same bytes. The pictures are committed, because
// their hashes are what stories refer to; draw again only to change them.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"image/jpeg"
	"log"
	"os"
	"path/filepath"
)

// Every picture is a wide card at a size that feeds and link previews like,
// and light enough for a slow network.
const (
	width   = 1200
	height  = 800
	quality = 82     // at best; lowered where a picture is full of edges
	budget  = 90_000 // bytes of one file
)

// scene is one picture: its file's name and the function that draws it.
type scene struct {
	name string
	draw func(*canvas)
}

func scenes() []scene {
	return []scene{
		{"dusk", dusk}, {"bazaar", bazaar}, {"cricket", cricket}, {"books", books},
		{"rain", rain}, {"saffron", saffron}, {"bakery", bakery}, {"kites", kites},
		{"classroom", classroom}, {"clinic", clinic}, {"road", road}, {"canal", canal},
		{"lake", lake}, {"football", football}, {"riders", riders}, {"tea", tea},
	}
}

func main() {
	out := flag.String("out", "demo/pictures", "folder to write to")
	only := flag.String("only", "", "draw this picture alone")
	flag.Parse()
	if *only == "" || *only == "logo" {
		if err := writeLogo(filepath.Join(*out, "../beside/look/logo.png")); err != nil {
			log.Fatal(err)
		}
	}
	for _, s := range scenes() {
		if *only != "" && *only != s.name {
			continue
		}
		if err := write(*out, s); err != nil {
			log.Fatal(err)
		}
	}
}

func writeLogo(path string) error {
	data, err := drawLogo()
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

func write(dir string, s scene) error {
	c := newCanvas(width, height)
	s.draw(c)
	data, err := encode(c)
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	fmt.Printf("%-10s %6d bytes\n", s.name, len(data))
	return os.WriteFile(filepath.Join(dir, s.name+".jpg"), data, 0o644)
}

// encode gives the best JPEG within the budget.
func encode(c *canvas) ([]byte, error) {
	for q := quality; q >= 60; q -= 2 {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, c.img, &jpeg.Options{Quality: q}); err != nil {
			return nil, err
		}
		if b.Len() <= budget {
			return b.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("does not fit into %d bytes", budget)
}
