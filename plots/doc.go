// Package plots draws charts from the records of a benchmark: each as a PNG
// for slides and mail and as an SVG for paper and web.
//
// What readers get wrong is to take the absent for the harmless. A strategy
// that loses wakeups has no long waits to show: the tasks that wait for ever
// never finish an operation, and only finished operations are measured. So a
// design that hangs looks fast wherever only what it finished is drawn. The
// charts therefore have a sign for each kind of nothing, and none is ever a
// blank or a zero:
//
//	0       measured, and it is zero
//	~       measured, and not told apart from the baseline; this is not "equal"
//	†       measured, but some windows or rounds hung: the rest flatters
//	hung    run, and nothing of it finished
//	‡       run, and the design did not come back: it panicked or does not yield
//	–       not run
//
// A chart of records is a type of two methods, and a line in the list of charts
// (chart.go); it asks the places of a set what was measured there (stats.go), and
// its title is a sentence of package words. Whoever adds one keeps to the signs:
// [results.Record.Samples] that are empty are no value, and a record with
// [results.Record.Hangs] or [results.Record.Broken] is marked wherever it is drawn.
//
// Two more habits follow. What does not depend on the machine (sleeps, wakeups,
// fallbacks) comes first and apart from times, and times of the live engine
// carry in their subtitle that goroutines were timed, not a kernel. And there
// are no bars: a bar needs a zero to stand on, which a logarithmic axis has not.
//
// What a check found out has charts of its own: [Matrix] of all verdicts,
// [Schedule] of one losing schedule, [Space] of a space of designs. There, too,
// what was not run or not searched to its end has a sign, and is no proof. And
// [Timeline] has a stretch of a simulation, task by task.
//
// Charts of records are drawn here, those of checks in plots/internal/checks, and
// those with a lane for each task in plots/internal/lanes; all with
// plots/internal/ink.
//
// The order of strategies is that of the records; their looks are fixed by name
// (see ink.LookOf), so that a reader learns them once.
package plots
