package plots

import (
	"daxwait/plots/internal/checks"
	"daxwait/plots/internal/ink"
	"daxwait/plots/internal/lanes"
	"daxwait/results"
	"daxwait/results/store"
)

// Figure is a chart that is laid out and can be drawn at its size.
type Figure = ink.Figure

// WriteFigure writes a figure into dir, which it makes if need be, as NAME.png
// and NAME.svg: both, or neither.
func WriteFigure(on store.FS, dir string, f *Figure) error { return ink.WriteFigure(on, dir, f) }

// Chart is a chart as it is referred to: the base name of its files and a caption
// of a line, which says what it shows.
type Chart = ink.Chart

// MatrixOptions are options of a matrix.
type MatrixOptions = checks.MatrixOptions

// Matrix draws what a check found out: a row for each strategy, a column for
// each scenario.
func Matrix(list []*results.Verdict, o MatrixOptions) *Figure { return checks.Matrix(list, o) }

// SpaceData is a space of designs and what was found out about it, SpaceDesign
// a design of it.
type (
	SpaceData   = checks.SpaceData
	SpaceDesign = checks.SpaceDesign
)

// Space draws which decisions make designs safe.
func Space(data *SpaceData) *Figure { return checks.Space(data) }

// Schedule draws a schedule as a sequence chart: a lane for each task, time
// downwards.
func Schedule(columns *results.Columns) *Figure { return lanes.Schedule(columns) }

// Timeline draws a stretch of simulated time: a lane for each CPU and one for
// each task.
func Timeline(t *results.Timeline) *Figure { return lanes.Timeline(t) }
