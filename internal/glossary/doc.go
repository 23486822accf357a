// Package glossary says what the suite's words mean: verdicts, violations,
// findings, the order of locks, and the six questions.
//
// What its authors get wrong is to explain one word by another that is not in it.
package glossary
