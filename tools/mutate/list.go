package main

import (
	"embed"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// mutation is one way to break the model.
type mutation struct {
	name     string
	where    string // it stands: the list and the line
	file     string // below the top of the tree
	old, new string
	pkg      string   // whose tests must notice, as go test wants it
	tests    []string // of it that do; none is all

	marks string // what the lines of its text begin with
}

//go:embed lists/*.txt
var lists embed.FS

// all returns the mutations of all lists.
func all() (mutations []mutation, err error) {
	entries, err := lists.ReadDir("lists")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		text, err := lists.ReadFile("lists/" + e.Name())
		if err != nil {
			return nil, err
		}
		list, err := parse("tools/mutate/lists/"+e.Name(), string(text))
		if err != nil {
			return nil, err
		}
		mutations = append(mutations, list...)
	}
	return mutations, nil
}

// parse reads a list, whose form the doc comment of the command shows. Errors
// name the file and the line.
func parse(file, text string) (list []mutation, err error) {
	for i, line := range strings.Split(text, "\n") {
		where := fmt.Sprintf("%s:%d", file, i+1)
		name, begins := strings.CutPrefix(line, "== ")
		switch {
		case line == "", line[0] == '#':
		case begins && name != "":
			list = append(list, mutation{name: name, where: where})
		case len(list) == 0:
			return nil, fmt.Errorf("%s: %q belongs to no mutation: begin one by \"== NAME\"", where, line)
		default:
			if err := list[len(list)-1].add(line); err != nil {
				return nil, fmt.Errorf("%s: %w", where, err)
			}
		}
	}
	for _, m := range list {
		if err := m.complete(); err != nil {
			return nil, fmt.Errorf("%s: %q %w", m.where, m.name, err)
		}
	}
	return list, nil
}

// add takes a line of a mutation.
func (m *mutation) add(line string) error {
	key, value, _ := strings.Cut(line, " ")
	mark, text := line[:1], line[1:]
	switch {
	case key == "file" && m.file == "":
		m.file = value
		return nil
	case key == "tests" && m.pkg == "":
		if words := strings.Fields(value); len(words) != 0 {
			m.pkg, m.tests = words[0], words[1:]
		}
		return nil
	case key == "file", key == "tests":
		return fmt.Errorf("a second %q", key)
	case mark == "-":
		m.old += text + "\n"
	case mark == "+":
		m.new += text + "\n"
	case mark == " ":
		m.old, m.new = m.old+text+"\n", m.new+text+"\n"
	case mark == "<":
		m.old = text
	case mark == ">":
		m.new = text
	default:
		return fmt.Errorf("%q: want file, tests, a line of text after -, + or a space, or a part of one after < or >", line)
	}
	m.marks += mark
	return nil
}

// marks that belong together: whole lines, or one part of a line for another.
var marks = regexp.MustCompile(`^([-+ ]*|<>)$`)

// complete says what a mutation lacks.
func (m *mutation) complete() error {
	switch {
	case m.file == "":
		return errors.New("names no file")
	case m.pkg == "":
		return errors.New("names no tests")
	case !marks.MatchString(m.marks):
		return errors.New("is neither of whole lines (after -, + and spaces) nor of one part of a line (one <, then one >)")
	case m.old == "" || m.old == m.new:
		return errors.New("changes nothing")
	}
	return nil
}
