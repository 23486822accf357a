package daxtest

import (
	"fmt"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
)

// blocks are pages of the file of one kind.
type blocks struct {
	kind        fs.Kind
	first, last uint64
}

// parseBlocks reads kinds of blocks, separated by commas: "written" is all of
// the file, "written B B+3" a range of it.
func parseBlocks(text string) (all []blocks, err error) {
	for _, words := range names(text) {
		b := blocks{last: FilePages - 1}
		fields := strings.Fields(words)
		switch fields[0] {
		case fs.Written.String():
			b.kind = fs.Written
		case fs.Unwritten.String():
			b.kind = fs.Unwritten
		default:
			return nil, fmt.Errorf("blocks: %q: want written or unwritten, and FROM TO behind it if that is not the whole file", words)
		}
		if len(fields) != 1 && len(fields) != 3 {
			return nil, fmt.Errorf("blocks: %q: want one kind, or a kind and FROM TO", words)
		}
		if len(fields) == 3 {
			if b.first, err = ParseIndex(fields[1]); err != nil {
				return nil, fmt.Errorf("blocks: %w", err)
			}
			if b.last, err = ParseIndex(fields[2]); err != nil {
				return nil, fmt.Errorf("blocks: %w", err)
			}
			if err = inOrder([]uint64{b.first, b.last}); err != nil {
				return nil, fmt.Errorf("blocks: %q: %w", words, err)
			}
		}
		all = append(all, b)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("blocks: want such as written, or unwritten B B+3")
	}
	return all, nil
}

// lay gives the file blocks whose metadata is committed.
func lay(m *daxcore.Mapping, all []blocks) {
	for _, b := range all {
		m.Blocks.Set(b.first, b.last-b.first+1, b.kind)
	}
	m.Blocks.Commit()
}
