package daxtest

import "daxwait/daxcore"

// inodeVerbs are about the life of a file.
func inodeVerbs() []verb {
	return []verb{
		{name: "E", uses: Frames, closes: true, run: func(w *daxcore.World, t daxcore.Task, _ *arguments) { w.Close(t, 0) }},
	}
}
