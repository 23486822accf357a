// Package hung is the verbs for a machine that hangs: hang, for the text that somebody
// has of it, and trace diagnose, for a capture.
//
// What its authors get wrong is to say something here that package hang or package
// stuck should say: this only reads, and writes.
package hung
