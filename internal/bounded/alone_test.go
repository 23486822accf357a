package bounded

import (
	"io"
	"testing"
	"testing/synctest"
)

// silent is a pipe that has no writer.
type silent struct{ asked int }

func (s *silent) Read([]byte) (int, error) { s.asked++; return 0, io.EOF }
func (s *silent) Close() error             { return nil }

// TestPipeWaitsOnce: a pipe that nobody came to is not waited for by the next read.
func TestPipeWaitsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &silent{}
		p := &pipe{ReadCloser: s, name: "p"}
		_, err := p.Read(make([]byte, 1))
		if asked := s.asked; err == nil || asked != int(patience/pause) {
			t.Errorf("asked %d times, %v", asked, err)
		}
		if _, again := p.Read(make([]byte, 1)); again != err || s.asked != int(patience/pause) {
			t.Errorf("asked %d times in all, %v", s.asked, again)
		}
	})
}
