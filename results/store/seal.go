package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// A sealed line is an object in JSON of which the last field is the checksum of
// all that is before it: CRC-32C, as iSCSI and ext4 have it, in eight digits.
const (
	sealHead = `,"crc":"`
	sealTail = `"}`
	sealed   = len(sealHead) + 8 + len(sealTail)
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrRotten is the error of a sealed line that is not as it was written.
var ErrRotten = errors.New("the checksum does not fit: the line is not as it was written")

// Seal returns an object in JSON, which has at least one field, with its checksum.
func Seal(object []byte) []byte {
	body := bytes.TrimSuffix(object, []byte("}"))
	return append(body[:len(body):len(body)], checksum(body)...)
}

// Line returns a value, whose JSON form is an object with at least one field, as a sealed
// line.
func Line(v any) ([]byte, error) {
	object, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return append(Seal(object), '\n'), nil
}

// Object is a file of one sealed line.
func Object(path string, v any) Whole {
	return Whole{Path: path, Write: func(w io.Writer) error {
		line, err := Line(v)
		if err == nil {
			_, err = w.Write(line)
		}
		return err
	}}
}

// Unsealed is what is wrong with a line that has no checksum: that it should have one,
// if it is not of before there were any, or what a checksum would have told.
func Unsealed(line []byte, before bool) error {
	if !before {
		return errors.New("its checksum is missing")
	}
	if key := Twice(line); key != "" {
		return fmt.Errorf("%s is there twice", key)
	}
	return nil
}

// checksum is what is behind a body.
func checksum(body []byte) []byte {
	return fmt.Appendf(nil, "%s%08x%s", sealHead, crc32.Checksum(body, castagnoli), sealTail)
}

// Unseal reports whether a line is sealed, with the error [ErrRotten] if it is and has
// changed since.
func Unseal(line []byte) (isSealed bool, err error) {
	at := len(line) - sealed
	if at < 0 || !bytes.HasPrefix(line[at:], []byte(sealHead)) || !bytes.HasSuffix(line, []byte(sealTail)) {
		return false, nil
	}
	if !bytes.Equal(line[at:], checksum(line[:at])) {
		return true, ErrRotten
	}
	return true, nil
}
