package fs

// AppendState appends who has handles and page locks, who waits for what, and
// what the transactions have, to dst.
func (j *Journal) AppendState(dst []uint64) []uint64 {
	closed := uint64(0)
	if j.closed {
		closed = 1
	}
	dst = append(dst, uint64(j.open)<<32|uint64(j.committer)<<16|uint64(len(j.queue))<<1|closed,
		j.running.files, j.running.pages, j.committing.files, j.committing.pages)
	for id, n := range j.nested {
		if id%8 == 0 {
			dst = append(dst, 0)
		}
		dst[len(dst)-1] |= uint64(n) << (id % 8 * 8)
	}
	for _, w := range j.queue {
		dst = append(dst, uint64(w.id)<<8|uint64(w.why))
	}
	return j.Pages.appendState(dst)
}

// SetState makes j what AppendState has appended, and returns the words behind
// that.
func (j *Journal) SetState(src []uint64) []uint64 {
	j.open, j.committer, j.closed = int32(src[0]>>32), int32(src[0]>>16&0xffff), src[0]&1 != 0
	n := src[0] >> 1 & 0x7fff
	j.running, j.committing = Transaction{src[1], src[2]}, Transaction{src[3], src[4]}
	src = src[5:]
	for id := range j.nested {
		j.nested[id] = uint8(src[id/8] >> (id % 8 * 8))
	}
	src = src[(len(j.nested)+7)/8:]
	j.queue = j.queue[:0]
	for _, w := range src[:n] {
		j.queue = append(j.queue, journalWaiter{int32(w >> 8), journalWait(w & 0xff)})
	}
	return j.Pages.setState(src[n:])
}

// appendState appends the bits of locked pages, the bits of those with waiters,
// who has locked each, and the queue.
func (p *PageLocks) appendState(dst []uint64) []uint64 {
	at := len(dst)
	dst = append(dst, 0, p.queued, uint64(len(p.queue)))
	for page, id := range p.holder {
		if id != 0 {
			dst[at] |= 1 << page
			dst = append(dst, uint64(id))
		}
	}
	for _, w := range p.queue {
		word := uint64(w.id)<<16 | uint64(w.page)<<8
		if w.claimed {
			word |= 1
		}
		dst = append(dst, word)
	}
	return dst
}

func (p *PageLocks) setState(src []uint64) []uint64 {
	locked, n := src[0], src[2]
	p.queued = src[1]
	src = src[3:]
	for page := range p.holder {
		if p.holder[page] = 0; locked>>page&1 != 0 {
			p.holder[page], src = int32(src[0]), src[1:]
		}
	}
	p.queue = p.queue[:0]
	for _, w := range src[:n] {
		p.queue = append(p.queue, pageWaiter{int32(w >> 16), uint8(w >> 8), w&1 != 0})
	}
	return src[n:]
}
