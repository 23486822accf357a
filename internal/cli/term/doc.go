// Package term is what the command does for a person at a terminal: a line that
// says how far work is, colours, and output that knows whether it was written. It
// knows no verb.
//
// What authors of verbs get wrong is to write while a bar stands: End it first,
// since what is written takes its line.
package term
