// Package glossary says what names mean: strategies, scenarios, decisions and all
// else that flags take, kernels and their functions, verdicts, violations,
// findings, the order of locks, and the six questions.
//
// What its authors get wrong is to explain one word by another that is not in it.
package glossary
