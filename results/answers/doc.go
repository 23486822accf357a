// Package answers puts what was found into sentences: an answer to each of the
// questions that the suite was made for, and claims about parts of the data.
//
// Nothing here is known beforehand. A sentence is made of facts, each of which
// is a number or a name from the verdicts and records at hand; if these change,
// so does the sentence, and where they are missing it says so, and which command
// would give them.
package answers
