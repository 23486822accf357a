package pattern

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/bench/trace"
	"daxwait/daxcore"
	"daxwait/daxcore/fs"
)

// Replay is what the workers of a kernel trace did.
type Replay struct {
	Workers [][]Op
	// Entries are what the page cache must have held from the first, or PMD
	// and PTE faults would not have gone as they did.
	Entries []Entry
	// Notes are the trace's warnings, which every result of it carries.
	Notes []string

	// CPUs is how many the events of the trace happened on.
	CPUs int

	mapper int    // 1 + the worker that maps and unmaps, or 0
	end    ending // of a capture that ends in a hang
}

// FromTrace makes a pattern of a workload: each worker's operations, pages,
// thinks and holds, in a loop. file names it.
func FromTrace(file string, w *trace.Workload) (*Pattern, error) {
	p := &Pattern{
		Name:   "replay-" + shortName(file),
		About:  "what the workers of " + filepath.Base(file) + " did, in a loop",
		Files:  max(1, w.Files),
		Blocks: fs.Written,
		Replay: &Replay{CPUs: w.CPUs},
	}
	var note string
	if p.ReadDirties, note = readDirties(file, w); note != "" {
		p.Replay.Notes = append(p.Replay.Notes, "the trace: "+note)
	}
	mapper := p.threads(w)
	end := endingOf(w)
	last := uint64(0)
	for i, worker := range w.Workers {
		ops := operations(worker.Ops)
		if len(ops) == 0 {
			continue
		}
		p.Replay.Workers = append(p.Replay.Workers, ops)
		if end != nil {
			p.Replay.end = append(p.Replay.end, end[i])
		}
		if mapper != "" && strings.HasPrefix(worker.Name, mapper) {
			p.Replay.mapper = len(p.Replay.Workers)
		}
		for i := range ops {
			if ops[i].Last < wholeFile {
				last = max(last, ops[i].Last)
			}
		}
	}
	if len(p.Replay.Workers) == 0 {
		if lacks := w.Captured.Lacks(); lacks != "" {
			return nil, fmt.Errorf("%s: no operation of a worker in it; %s: %s", file, lacks, trace.Record)
		}
		return nil, fmt.Errorf("%s: no operation of a worker in it", file)
	}
	p.Replay.Entries = entriesOf(w)
	for _, e := range p.Replay.Entries {
		last = max(last, e.Index)
	}
	if last >= 1<<24 {
		return nil, fmt.Errorf("%s: page %#x is beyond the 64 GiB that a replay can have", file, last)
	}
	p.Chunks = last/daxcore.Chunk + 1
	for _, ops := range slices.Concat(p.Replay.Workers, p.Replay.end) {
		for i := range ops {
			ops[i].Last = min(ops[i].Last, p.Pages()-1)
		}
	}
	p.Hold = Time{Source: "as traced: an emulator's, whose ratios matter and not their size", Sleeps: p.Replay.regime() == "sleep"}
	p.Think = Time{Source: "as traced"}
	if s := w.Captured.Lacks(); s != "" {
		p.Replay.Notes = append(p.Replay.Notes, "the trace: "+s)
	}
	if s := w.Captured.Lack(trace.OffCPU); s != "" {
		p.Replay.Notes = append(p.Replay.Notes, "the trace: not captured: "+s+": the replay spends it on the CPU, in thinks and holds")
	}
	p.Replay.Notes = append(p.Replay.Notes, notesOf(w)...)
	if s := w.Warnings.String(); s != "" {
		p.Replay.Notes = append(p.Replay.Notes, "the trace: "+s)
	}
	if w.Dropped != 0 {
		p.Replay.Notes = append(p.Replay.Notes, fmt.Sprintf("the trace: %d operations beyond the bound were left out", w.Dropped))
	}
	return p, nil
}

// threads makes the workers threads of one process where they were, and returns
// how the name of the one begins that maps and unmaps, if any does. The trace tells
// whose they are if it was captured with record-tgid. Else captures are named by
// it: workers of lsm and of …-threads share an address space. Of lsm worker 1 maps
// and unmaps.
func (p *Pattern) threads(w *trace.Workload) (mapper string) {
	name := strings.TrimPrefix(p.Name, "replay-")
	processes, told := map[int]int{}, true
	for _, worker := range w.Workers {
		processes[worker.TGID]++
		told = told && worker.TGID != 0
	}
	shared := name == "lsm" || strings.Contains(name, "threads")
	if told {
		shared = len(processes) == 1 && len(w.Workers) > 1
		if len(processes) > 1 && len(processes) < len(w.Workers) {
			p.Replay.Notes = append(p.Replay.Notes, fmt.Sprintf("the trace: its %d workers are threads of %d processes: replayed as a process each, without an mmap_lock", len(w.Workers), len(processes)))
		}
	}
	if shared {
		p.Process = new(Process)
		if name == "lsm" {
			return "w01-"
		}
	}
	return ""
}

// wholeFile is the last page of a write-back of everything.
const wholeFile = 1 << 40

// shortName takes the part of a capture's name that says what it is:
// linux6.1-ext4-2cpu-inval-n8.trace.gz is inval.
func shortName(file string) string {
	name, _, _ := strings.Cut(filepath.Base(file), ".trace")
	parts := strings.Split(name, "-")
	for i, part := range parts {
		if strings.HasSuffix(part, "cpu") && i+1 < len(parts) {
			parts = parts[i+1:]
			break
		}
	}
	for i := len(parts) - 1; i > 0; i-- {
		if n := strings.TrimPrefix(parts[i], "n"); n != parts[i] && strings.Trim(n, "0123456789") == "" {
			parts = append(parts[:i], parts[i+1:]...)
		}
	}
	clean := func(r rune) rune {
		if strings.ContainsRune("/= ,", r) {
			return '_'
		}
		return r
	}
	return strings.Map(clean, strings.Join(parts, "-"))
}

// operations translates what a worker did. A fault that fell back and the one
// that follows it are one, as in the model.
func operations(traced []trace.Op) []Op {
	var ops []Op
	halfDone := false     // the next PTE fault is the second half of the last operation
	var think, idle int64 // of operations that were left out
	for i := range traced {
		o := &traced[i]
		op, ok := fromTrace(o)
		if o.Open && o.Entries == 0 { // it had no entry as yet
			op.Hold = usualHold(ops, op.Kind)
		}
		if halfDone && o.Kind == trace.OpPTEFault {
			first := &ops[len(ops)-1]
			first.Think, first.Idle = first.Think+op.Think, first.Idle+op.Idle
			if first.Hold.NS == 0 { // it fell back before it had an entry
				first.Hold = op.Hold
			}
			halfDone = false
			continue
		}
		op.Think, op.Idle = op.Think+think, op.Idle+idle
		think, idle = 0, 0
		if !ok {
			think, idle = op.Think, op.Idle
			continue
		}
		halfDone = o.FellBack
		ops = append(ops, op)
	}
	return ops
}

// usualHold is the mean of the holds of a kind of operations.
func usualHold(ops []Op, kind Kind) (mean daxcore.Hold) {
	sum, n := int64(0), int64(0)
	for i := range ops {
		if ops[i].Kind == kind {
			sum, n = sum+ops[i].Hold.NS, n+1
			mean.Sleeps = mean.Sleeps || ops[i].Hold.Sleeps
		}
	}
	mean.NS = sum / max(1, n)
	return mean
}

// fromTrace translates an operation. A PMD fault that fell back before it came
// to the entry was none. All that it did on the CPU is a think or a hold, but
// for what a wait and a wake take: what those cost is for the engine to say.
func fromTrace(o *trace.Op) (Op, bool) {
	op := Op{
		File: o.File, Index: o.Index, Last: o.End, Write: o.Write,
		Think: o.ThinkNS + o.OwnNS, Idle: o.IdleNS,
		Hold: daxcore.Hold{NS: o.HoldNS / int64(max(1, o.Entries)), Sleeps: o.HoldSleeps},
	}
	switch o.Kind {
	case trace.OpPTEFault:
		op.Kind, op.Last, op.Small = Touch, o.Index, true
	case trace.OpPMDFault:
		op.Kind, op.Index, op.Last, op.Remap = Touch, o.Page, o.Page, true
		if o.FellBack {
			return op, o.Grabbed
		}
	case trace.OpInvalidate: // it has the tree locked, not the entry
		op.Kind, op.Think = Invalidate, op.Think+o.HoldNS
	case trace.OpPunch:
		op.Kind, op.Think = Punch, op.Think+o.HoldNS
	case trace.OpWriteback:
		op.Kind = Fsync
		if o.Entries != 0 { // an entry is locked for some time before its flush
			op.Think, op.Hold.NS = o.ThinkNS, (o.HoldNS+o.OwnNS)/int64(o.Entries)
		}
	default:
		return op, false
	}
	return op, true
}

// Flush returns how long a write-back held an entry, on average, in ns.
func (r *Replay) Flush() int64 {
	sum, n := int64(0), int64(0)
	for _, ops := range r.Workers {
		for i := range ops {
			if ops[i].Kind == Fsync && ops[i].Hold.NS != 0 {
				sum += ops[i].Hold.NS
				n++
			}
		}
	}
	return sum / max(1, n)
}

// stream loops over what a worker did.
func (r *Replay) stream(worker int) Stream {
	return &looped{ops: r.Workers[worker%len(r.Workers)]}
}

type looped struct {
	ops []Op
	at  int
}

func (l *looped) Next(op *Op) {
	*op = l.ops[l.at]
	if l.at++; l.at == len(l.ops) {
		l.at = 0
	}
}

// RoleIndex puts workers together that mostly do the same.
func (r *Replay) RoleIndex(worker int) int {
	var n [Kinds]int
	for _, op := range r.Workers[worker%len(r.Workers)] {
		n[op.Kind]++
	}
	most := 0
	for k := range n {
		if n[k] > n[most] {
			most = k
		}
	}
	if _, small := r.mappings(worker); small {
		most += int(Kinds)
	}
	return most
}

// mappings says which mappings a worker touches pages through.
func (r *Replay) mappings(worker int) (large, small bool) {
	for _, op := range r.Workers[worker%len(r.Workers)] {
		if op.Kind == Touch {
			large, small = large || !op.Small, small || op.Small
		}
	}
	return large, small
}

// regime is "sleep" if most of the traced holds slept.
func (r *Replay) regime() string {
	holds, slept := 0, 0
	for _, ops := range r.Workers {
		for i := range ops {
			holds++
			if ops[i].Hold.Sleeps {
				slept++
			}
		}
	}
	if 2*slept > holds {
		return "sleep"
	}
	return "run"
}

// withHold returns a copy in which all holds sleep, or none.
func (r *Replay) withHold(sleeps bool) *Replay {
	q := &Replay{Notes: r.Notes, Entries: r.Entries, CPUs: r.CPUs, mapper: r.mapper}
	for _, ops := range r.Workers {
		copied := append([]Op(nil), ops...)
		for i := range copied {
			copied[i].Hold.Sleeps = sleeps
		}
		q.Workers = append(q.Workers, copied)
	}
	return q
}
