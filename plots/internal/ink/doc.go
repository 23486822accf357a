// Package ink draws what all charts are made of: sheets with a title, a legend
// and a footer, tiles in a grid, axes with their ticks, text, colours and the looks
// of strategies. It writes them as PNG and SVG.
//
// What its users get wrong is to place text by eye. A [Face] knows how wide its
// words are; what has to fit is wrapped, cut or shrunk by it. And whatever stands
// for a number has a [Mark], or nobody can point at it.
package ink
