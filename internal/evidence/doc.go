// Package evidence gathers what a report stands on: records of runs, verdicts,
// losing schedules, the space of designs, values of theory, replays of traces, and
// the machines and prices behind them.
//
// What its users get wrong is the order: [Open] reads what is named and finds what
// is wrong with it in no time; [Gathering.Search] and [Gathering.Fill] then take
// seconds to minutes.
package evidence
