package daxtest

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/step"
	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

// mostBytes is how large a scenario may be: twenty of those that ship.
const mostBytes = 64 * bounded.KiB

// ParseScenario reads a scenario. Errors name the file, the line, the word and
// what to do.
func ParseScenario(r io.Reader, file, name string) (*Scenario, error) {
	data, err := bounded.ReadAll(r, file, bounded.Limit{Bytes: mostBytes, Of: "a scenario"})
	if over := (*bounded.Exceeded)(nil); errors.As(err, &over) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	p := scenarioParser{s: &Scenario{Name: name}, at: map[string]int{}}
	for line := range strings.Lines(string(data)) {
		p.line++
		if err := p.read(strings.TrimRight(line, " \t\r\n")); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, p.line, err)
		}
	}
	if len(p.s.Tasks) == 0 {
		return nil, fmt.Errorf(`%s: no tasks: say what they do, such as "tasks: F(0,B+1); F(9,B)"`, file)
	}
	if id, ok := p.s.unmapped(); ok {
		return nil, fmt.Errorf("%s:%d: pte-mappings: task %d maps nothing: name tasks with a P, Y or access, or task 0 for threads with A", file, p.at["pte-mappings"], id)
	}
	if _, err := newWorld(daxcore.Policy{}.Design, len(p.s.Tasks), p.s.setup(), p.s.Entries); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", file, p.at["entries"], err)
	}
	if err := p.flag(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", file, p.at["nofsync"], err)
	}
	for _, t := range p.s.Tasks {
		for _, op := range t {
			if op.verb.journal && p.s.Journal == nil {
				return nil, fmt.Errorf(`%s:%d: %s: there is no journal: say "journal: yes"`, file, p.at["tasks"], op.Name)
			}
		}
	}
	p.s.Source = string(data)
	return p.s, nil
}

// flag gives the pages that are flagged to the journal that knows the flag.
func (p *scenarioParser) flag() error {
	switch j := p.s.Journal; {
	case p.at["nofsync"] == 0:
	case j == nil || j.Sync != fs.SyncFlagged:
		return errors.New(`nofsync: pages are flagged only with "journal: sync=nofsync"`)
	default:
		j.Flagged = p.flagged
	}
	return nil
}

type scenarioParser struct {
	s            *Scenario
	line         int
	at           map[string]int // the lines of keys that come once
	inTranscript bool
	headed       bool // there was a line that is no comment
	schedule     string
	strategies   []string
	flagged      []uint64
}

func (p *scenarioParser) read(text string) error {
	s := p.s
	if p.inTranscript {
		if text == "" {
			p.inTranscript = false
			return nil
		}
		s.Plays[len(s.Plays)-1].Transcript += text + "\n"
		return nil
	}
	text = strings.TrimSpace(text)
	if comment, ok := strings.CutPrefix(text, "#"); ok {
		if !p.headed {
			s.About = strings.TrimSpace(s.About + " " + strings.TrimSpace(comment))
		}
		return nil
	}
	switch text {
	case "":
		return nil
	case "----":
		if p.schedule == "" || p.strategies == nil {
			return errors.New("---- without a schedule and a strategy above it")
		}
		s.Plays = append(s.Plays, Play{p.schedule, p.strategies, "", p.line})
		p.inTranscript = true
		return nil
	}
	p.headed = true
	key, value, ok := strings.Cut(text, ":")
	if value = strings.TrimSpace(value); !ok {
		return fmt.Errorf(`%q: want a key and a value, such as "tasks: F(0,B+1)"`, text)
	}
	return p.set(key, value)
}

func (p *scenarioParser) set(key, value string) (err error) {
	s := p.s
	if kind, ok := strings.CutPrefix(key, "expect "); ok {
		k := step.KindNamed(kind)
		if k == step.None {
			return nearest.Unknown("violation", kind, kinds(), command.Command{})
		}
		for _, e := range s.Expect {
			if e.Kind == k {
				return fmt.Errorf("%q is expected twice", kind)
			}
		}
		s.Expect = append(s.Expect, Expectation{k, names(value)})
		return nil
	}
	if at := p.at[key]; at != 0 {
		return fmt.Errorf("a second %s: want one, and line %d has it", key, at)
	}
	if key != "schedule" && key != "strategy" {
		p.at[key] = p.line
	}
	switch key {
	case "entries":
		s.Entries = value
	case "tasks":
		if s.Tasks, err = ParseTasks(value); err == nil && len(s.Tasks) > step.MaxTasks {
			err = fmt.Errorf("%d tasks: %d at most", len(s.Tasks), step.MaxTasks)
		}
		if err == nil && s.setup().references != 0 {
			err = closed(s.Tasks)
		}
	case "column":
		s.Column, err = number(key, value, 99)
	case "spurious":
		s.Spurious, err = number(key, value, MaxBudget)
	case "alloc-fails":
		s.AllocFails, err = number(key, value, MaxBudget)
	case "refusals":
		s.Refusals, err = number(key, value, MaxBudget)
	case "blocks":
		s.Blocks = value
		s.blocks, err = parseBlocks(value)
	case "pte-mappings":
		s.PTEMappings, err = parseTaskList(value)
	case "journal":
		s.Journal, err = parseJournal(value)
	case "nofsync":
		p.flagged, err = parseFlagged(value)
	case "schedule":
		_, err = step.ParseSchedule(value)
		p.schedule = value
	case "vma-locks":
		if s.VMALocks = value == "on"; value != "on" && value != "off" {
			err = fmt.Errorf("vma-locks: %q: want on or off", value)
		}
	case "strategy":
		p.strategies = names(value)
	default:
		err = nearest.Unknown("key", key, []string{"column", "entries", "tasks", "spurious", "alloc-fails", "refusals", "vma-locks", "blocks", "pte-mappings", "journal", "nofsync", "expect KIND", "schedule", "strategy"}, command.Command{})
	}
	return err
}

func number(key, value string, most int) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > most {
		return 0, fmt.Errorf("%s: %q: want a number from 0 to %d", key, value, most)
	}
	return n, nil
}

// parseTaskList reads the numbers of tasks.
func parseTaskList(text string) (ids []int, err error) {
	for _, word := range names(text) {
		id, err := number("pte-mappings", word, step.MaxTasks-1)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	if ids == nil {
		err = errors.New("pte-mappings: want tasks, such as 0, 2")
	}
	return ids, err
}

// names splits a list of names.
func names(list string) []string {
	var out []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

func kinds() []string {
	var all []string
	for k := step.None + 1; k < step.Kinds; k++ {
		all = append(all, k.String())
	}
	return all
}
