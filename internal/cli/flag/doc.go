// Package flag has what verbs have in common where they read words: the values of
// flags and what each refuses, flags of one name with one meaning, completion, a
// file of flags, help, errors that name a flag, and exit codes. It knows no verb.
//
// What authors of verbs get wrong is to say what is wrong with a value without
// its flag: [In] names it, so that a file of flags can name its line instead.
package flag
