// Package lanes draws what tasks do, a lane for each: the steps of a schedule, time
// downwards, and a stretch of simulated time, to the right.
//
// What its authors get wrong is the order of drawing. Arrows pass behind lanes,
// and words stand on a ground that hides the lines behind them.
package lanes
