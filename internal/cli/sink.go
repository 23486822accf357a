package cli

import "io"

// sink is where output goes. It keeps the first error, so that a full disk is
// not taken for success.
type sink struct {
	w   io.Writer
	n   int64 // bytes that went there
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.n += int64(n)
	if s.err == nil {
		s.err = err
	}
	return n, err
}
