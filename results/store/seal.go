package store

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
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
