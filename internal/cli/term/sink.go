package term

import "io"

// Sink is where output goes. It keeps the first error, so that a full disk is
// not taken for success, and takes nothing after it.
type Sink struct {
	W   io.Writer
	N   int64 // bytes that went there
	Err error
}

func (s *Sink) Write(p []byte) (int, error) {
	if s.Err != nil {
		return 0, s.Err
	}
	n, err := s.W.Write(p)
	s.N += int64(n)
	s.Err = err
	return n, err
}
