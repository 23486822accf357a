// Package words puts results into sentences: who leads where, who is ahead of
// whom, where the order changes, what got worse, and what would be run again.
//
// What authors of sentences get wrong is to decide in them. Whether a difference
// counts is for package compare to say; a sentence tells it, with the number of
// samples and the interval that stand behind it.
package words
