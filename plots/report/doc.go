// Package report writes what was found as one page of HTML that needs nothing
// else, as Markdown, and as plain text for mail, all from one model.
//
// The page opens with the questions and their answers. Each claim stands beside
// the data that it is made of, which are in the page as JSON: the facts of
// claims, the marks of figures, the steps of schedules. The same model gives the
// same bytes.
package report
