// Package command holds what somebody may run next as a value: the words of a
// command without the name of the program. A package that knows of a command says which;
// how the program is called, daxwait, go run . or an author's own, is known to
// the command line alone, which spells it.
//
// What its users get wrong is to write the name of the program into a sentence or
// an error. An error that knows what helps is given it by [Advise].
package command

import "strings"

// Command is a verb and the words behind it. The zero Command is none.
type Command struct {
	words   []string
	note    string
	program string
}

// Of returns the command of a verb and what stands behind it, a word each.
func Of(verb string, words ...string) Command {
	return Command{words: append([]string{verb}, words...)}
}

// Parse returns the command of words between which there are spaces.
func Parse(text string) Command { return Command{words: strings.Fields(text)} }

// With returns the command with more words.
func (c Command) With(words ...string) Command {
	c.words = append(c.words[:len(c.words):len(c.words)], words...)
	return c
}

// Flag returns the command with a flag and its value.
func (c Command) Flag(name, value string) Command { return c.With("--"+name, value) }

// Noting returns the command with a remark behind it.
func (c Command) Noting(note string) Command {
	c.note = note
	return c
}

// None reports whether there is no command.
func (c Command) None() bool { return len(c.words) == 0 }

// As returns the command of a program of that name, which String begins with.
func (c Command) As(program string) Command {
	c.program = program
	return c
}

// String is the command as it is typed, without the name of the program unless
// that was said ([Command.As]).
func (c Command) String() string {
	if c.None() {
		return ""
	}
	var words []string
	if c.program != "" {
		words = append(words, c.program)
	}
	for _, w := range c.words {
		words = append(words, Quote(w))
	}
	s := strings.Join(words, " ")
	if c.note != "" {
		s += "   # " + c.note
	}
	return s
}

// Spell is the command as it is typed, for a program of that name.
func (c Command) Spell(program string) string { return c.As(program).String() }

// MarshalText writes the command as String has it.
func (c Command) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the words of a command; what it was called is one of them.
func (c *Command) UnmarshalText(text []byte) error {
	*c = Parse(string(text))
	return nil
}

// IsZero reports whether there is none, for package json.
func (c Command) IsZero() bool { return c.None() }

// SpellAll is Spell of each.
func SpellAll(program string, commands []Command) (lines []string) {
	for _, c := range commands {
		lines = append(lines, c.Spell(program))
	}
	return lines
}

// Quote quotes a word that a shell would take apart, or not see.
func Quote(word string) string {
	if word == "" || strings.ContainsAny(word, " \t\n'\"$&|;<>(){}*?[]#~!`\\") {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}
