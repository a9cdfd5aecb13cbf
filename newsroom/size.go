package newsroom

import (
	"context"

	"stet.news/record"
)

// size is how many leaves the record has.
func (n *Newsroom) size(ctx context.Context) (size int64, err error) {
	err = n.Record.View(ctx, func(rd record.Reader) (err error) {
		size, err = rd.Size()
		return err
	})
	return size, err
}
