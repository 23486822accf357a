package pattern

import (
	"daxwait/daxcore"
	"daxwait/daxcore/fs"
)

// Times of faults that make metadata durable.
var (
	// bare is that of faults that take what their steps take.
	bare = Time{Mean: 10_000, Constant: true, InSteps: true, Source: "what the model's steps cost, or on the live engine a fault as published"}
	// atOnce is no time between operations.
	atOnce = Time{Sleeps: true, Source: "one fault after the other, as in the MAP_SYNC measurements (Jan Kara, 2017)"}
	// loading is that of the load in the background.
	loading = Time{Mean: 50_000, Sleeps: true, Source: "an order of magnitude: nobody said what the background load of 2017 was"}
)

// durable has what faults pay for durable metadata: 512 write faults on an empty
// file, one after the other, as in the cover letters of MAP_SYNC (Jan Kara,
// 2017), for each way in which a fault can see to it; with and without a load
// that gives commits data to write; and beside a thread that maps and unmaps.
func durable() []*Pattern {
	walking := func(pages uint64) []Choice {
		return only(Choice{Kind: Access, Small: true, Where: Where{At: Walk, Pages: pages}, Writes: 100})
	}
	walk := walking(daxcore.Chunk)
	var all []*Pattern
	add := func(p *Pattern, name string, sync fs.SyncFaults) {
		p.Name, p.Process, p.Journal = name+"-"+sync.String(), &Process{}, &fs.Journaling{Sync: sync}
		p.Rounds, p.Hold, p.Think = daxcore.Chunk, bare, atOnce
		all = append(all, p)
	}
	for _, s := range []fs.SyncFaults{fs.SyncNever, fs.MapSync} {
		add(&Pattern{
			About: "512 write faults on a preallocated file, one after the other", Blocks: fs.Written, Tasks: 1,
			Roles: []Role{{Ops: walk}},
		}, "prealloc", s)
	}
	ways := []fs.SyncFaults{fs.SyncNever, fs.MapSync, fs.SyncInEntry, fs.SyncRetry, fs.SyncFlagged}
	for _, s := range ways {
		add(&Pattern{
			About: "512 write faults on an empty file, one after the other; durable by the way that the name says", Tasks: 1,
			Roles: []Role{{Ops: walk}},
		}, "empty", s)
	}
	for _, s := range ways {
		add(&Pattern{
			About: "the same, with tasks that write another file and sync it: a commit writes their data, too", Tasks: 3,
			Roles: []Role{{Who: Worker0, Ops: walk}, {Aside: true, Think: loading, Ops: []Choice{
				weighing(4, Choice{Kind: WritePage, Where: Where{At: Walk, Pages: fs.OrdinaryPages}}), {Kind: Sync},
			}}},
		}, "loaded", s)
	}
	for _, s := range []fs.SyncFaults{fs.SyncNever, fs.MapSync, fs.SyncRetry} {
		add(&Pattern{
			About: "threads of a process fault on an empty file, each in 2 MiB of its own; worker 0 maps and unmaps", Chunks: 8, Tasks: 8,
			Roles: []Role{{Who: Worker0, Aside: true, Think: pacing, Ops: only(Choice{Kind: Map, Small: true})}, {Ops: walk}},
		}, "mapping", s)
	}
	for _, s := range []fs.SyncFaults{fs.MapSync, fs.SyncRetry} {
		add(&Pattern{
			About: "the same, with an eye on worker 0: how long munmap and mmap take beside such faults", Chunks: 64, Tasks: 8,
			Roles: []Role{{Who: Worker0, Think: loading, Ops: only(Choice{Kind: Map, Small: true})}, {Aside: true, Ops: walking(8 * daxcore.Chunk)}},
		}, "mapper", s)
	}
	return all
}
