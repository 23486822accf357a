package trace

import "bytes"

// token cuts the first word off b.
func token(b []byte) (word, rest []byte) {
	b = bytes.TrimLeft(b, " ")
	if i := bytes.IndexByte(b, ' '); i >= 0 {
		return b[:i], b[i+1:]
	}
	return b, nil
}

// lastToken cuts the last word off b.
func lastToken(b []byte) (rest, word []byte) {
	b = bytes.TrimRight(b, " ")
	i := bytes.LastIndexByte(b, ' ')
	return b[:max(i, 0)], b[i+1:]
}

// field finds the value of a key: the word after "key=" or "key ".
func field(b []byte, key string) (value []byte, ok bool) {
	for at := 0; at < len(b); {
		i := bytes.Index(b[at:], []byte(key))
		if i < 0 {
			return nil, false
		}
		i += at
		at = i + len(key)
		if (i == 0 || b[i-1] == ' ') && at < len(b) && (b[at] == '=' || b[at] == ' ') {
			value, _ = token(b[at+1:])
			return value, len(value) > 0
		}
	}
	return nil, false
}

// numberField is field for a number.
func numberField(b []byte, key string) (uint64, bool) {
	v, ok := field(b, key)
	if !ok {
		return 0, false
	}
	return number(v)
}

// number reads a C number: decimal, or hexadecimal after 0x.
func number(b []byte) (uint64, bool) {
	if len(b) > 2 && b[0] == '0' && b[1] == 'x' {
		return hexadecimal(b[2:])
	}
	return decimal(b)
}

func decimal(b []byte) (n uint64, ok bool) {
	if len(b) == 0 || len(b) > 19 { // 19 digits always fit
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, true
}

func hexadecimal(b []byte) (n uint64, ok bool) {
	if len(b) == 0 || len(b) > 16 {
		return 0, false
	}
	for _, c := range b {
		var d byte
		switch {
		case c >= '0' && c <= '9':
			d = c - '0'
		case c >= 'a' && c <= 'f':
			d = c - 'a' + 10
		default:
			return 0, false
		}
		n = n<<4 | uint64(d)
	}
	return n, true
}
