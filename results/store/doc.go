// Package store keeps files as a small database does: whole files are there
// complete or not at all ([Write]), files of lines grow by whole lines ([Lines]),
// each of which may carry a checksum ([Seal]), and a folder has one writer at a time
// ([Hold]).
//
// What its users get wrong is the order: hold the folder before anything in it is
// read to be changed, truncated or moved. What was read before may be another
// process's next line.
//
// # Syncing
//
// A line is with the system when Write returns: it outlives the process, whatever
// kills that. It is on disk, and outlives the machine, every [SyncBytes] bytes, and at
// Close. A file that is written whole is on disk before it takes its place, and so is
// the name that it takes. So a loss of power costs at most the last lines of a run, never
// one in the middle, and --resume makes them again.
package store
