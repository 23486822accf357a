package timeline

import (
	"encoding/binary"
	"errors"
)

// recordSize is the length of a record in bytes.
const recordSize = 8 + 8 + 8 + 4 + 4 + 4 + 4

// The bits of the last byte of a record, and of the whole.
const (
	bitYes  = 1
	bitFull = 1
	bitHung = 2
)

// MarshalBinary returns what was recorded, for [Recorder.UnmarshalBinary] of another
// process.
func (r *Recorder) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, 9+len(r.records)*recordSize)
	b = binary.LittleEndian.AppendUint64(b, uint64(r.ended))
	b = append(b, bit(r.full, bitFull)|bit(r.hung, bitHung))
	for i := range r.records {
		x := &r.records[i]
		b = binary.LittleEndian.AppendUint64(b, uint64(x.at))
		b = binary.LittleEndian.AppendUint64(b, x.a)
		b = binary.LittleEndian.AppendUint64(b, x.b)
		b = binary.LittleEndian.AppendUint32(b, uint32(x.n))
		b = binary.LittleEndian.AppendUint32(b, uint32(x.task))
		b = binary.LittleEndian.AppendUint32(b, x.file)
		b = append(b, byte(x.what), x.sub, x.order, bit(x.yes, bitYes))
	}
	return b, nil
}

func bit(set bool, b byte) byte {
	if set {
		return b
	}
	return 0
}

// UnmarshalBinary takes what another recorder has recorded.
func (r *Recorder) UnmarshalBinary(b []byte) error {
	if len(b) < 9 || (len(b)-9)%recordSize != 0 {
		return errors.New("a timeline is cut")
	}
	r.began, r.ended = 0, int64(binary.LittleEndian.Uint64(b))
	r.full, r.hung, r.on = b[8]&bitFull != 0, b[8]&bitHung != 0, false
	r.records = make([]record, 0, (len(b)-9)/recordSize)
	for b = b[9:]; len(b) != 0; b = b[recordSize:] {
		r.records = append(r.records, record{
			at:    int64(binary.LittleEndian.Uint64(b)),
			a:     binary.LittleEndian.Uint64(b[8:]),
			b:     binary.LittleEndian.Uint64(b[16:]),
			n:     int32(binary.LittleEndian.Uint32(b[24:])),
			task:  int32(binary.LittleEndian.Uint32(b[28:])),
			file:  binary.LittleEndian.Uint32(b[32:]),
			what:  what(b[36]),
			sub:   b[37],
			order: b[38],
			yes:   b[39]&bitYes != 0,
		})
	}
	return nil
}
