// Package page sets a text in sections: for a terminal, or as Markdown.
//
// What authors of a page get wrong is to wrap or indent lines themselves: a
// paragraph is one string, and only what has to stay as it is goes into a Block.
package page
