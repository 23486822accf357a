package flag

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"daxwait/internal/nearest"
)

// The values of flags. Each refuses what it cannot be, and says what it can: on
// the command line, in a configuration file, and for all verbs alike.

// ErrNameless is the error of a list with nothing between two commas.
var ErrNameless = errors.New("a name is missing; leave the flag out for its default")

// names is a list of names in one text, with commas between them. Given again,
// it adds to them.
type names struct {
	to    *string
	given bool // what is there is no longer the default
}

// Names is a value of names with commas between them; given again, it adds.
func Names(to *string) pflag.Value { return &names{to: to} }

func (n *names) String() string { return *n.to }
func (n *names) Type() string   { return listType }

func (n *names) Set(text string) error {
	for word := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(word) == "" {
			return ErrNameless
		}
	}
	if n.given {
		text = *n.to + "," + text
	}
	*n.to, n.given = text, true
	return nil
}

// list is a list of words, such as files. Given again, it adds to them.
type list struct {
	to    *[]string
	given bool
}

// Words is a value of words with commas between them; given again, it adds.
func Words(to *[]string) pflag.Value { return &list{to: to} }

// listType is what lists are called in help.
const listType = "list"

func (l *list) String() string { return strings.Join(*l.to, ",") }
func (l *list) Type() string   { return listType }

func (l *list) Set(text string) error { return l.add(strings.Split(text, ",")) }

func (l *list) add(args []string) error {
	for i, word := range args {
		if args[i] = strings.TrimSpace(word); args[i] == "" {
			return ErrNameless
		}
	}
	if !l.given {
		*l.to, l.given = nil, true
	}
	*l.to = append(*l.to, args...)
	return nil
}

// assignments is a list of NAME=VALUE,VALUE…; what has no = is one more value.
type assignments struct{ list }

// Assignments is a value of NAME=VALUE,VALUE…; given again, it adds.
func Assignments(to *[]string) pflag.Value { return &assignments{list{to: to}} }

func (a *assignments) Set(text string) error {
	var words []string
	for word := range strings.SplitSeq(text, ",") {
		switch {
		case strings.Contains(word, "="):
			words = append(words, word)
		case len(words) == 0:
			return errors.New("want a name, = and values with commas between them")
		default:
			words[len(words)-1] += "," + word
		}
	}
	return a.add(words)
}

// choice is one of some words.
type choice struct {
	to *string
	of []string
}

// Choice is a value that is one of some words.
func Choice(to *string, of []string) pflag.Value { return &choice{to, of} }

func (c *choice) String() string { return *c.to }
func (c *choice) Type() string   { return strings.Join(c.of, "|") }

func (c *choice) Set(text string) error {
	if !slices.Contains(c.of, text) {
		n := len(c.of) - 1
		return fmt.Errorf("want %s or %s%s", strings.Join(c.of[:n], ", "), c.of[n], nearest.Question(text, c.of))
	}
	*c.to = text
	return nil
}

// number is a whole number within bounds.
type number[T int | int64] struct {
	to          *T
	least, most T
}

// Number is a whole number within bounds.
func Number[T int | int64](to *T, least, most T) pflag.Value { return &number[T]{to, least, most} }

func (n *number[T]) String() string { return fmt.Sprint(*n.to) }
func (n *number[T]) Type() string   { return "number" }

func (n *number[T]) Set(text string) error {
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil || v < int64(n.least) || v > int64(n.most) {
		return fmt.Errorf("want %d to %d", n.least, n.most)
	}
	*n.to = T(v)
	return nil
}

// budget is how often something may happen. Nothing given is what each scenario
// says.
type budget struct {
	to   **int
	most int
}

// Budget is how often something may happen; nil is what each scenario says.
func Budget(to **int, most int) pflag.Value { return &budget{to, most} }

func (b *budget) Type() string { return "number" }

func (b *budget) String() string {
	if b.to == nil || *b.to == nil {
		return ""
	}
	return strconv.Itoa(**b.to)
}

func (b *budget) Set(text string) error {
	n := new(int)
	if err := Number(n, 0, b.most).Set(text); err != nil {
		return err
	}
	*b.to = n
	return nil
}

// span is a time within bounds.
type span struct {
	to          *time.Duration
	least, most time.Duration
}

// Span is a time within bounds.
func Span(to *time.Duration, least, most time.Duration) pflag.Value { return &span{to, least, most} }

func (s *span) String() string { return s.to.String() }
func (s *span) Type() string   { return "time" }

func (s *span) Set(text string) error {
	v, err := time.ParseDuration(text)
	if err != nil || v < s.least || v > s.most {
		return fmt.Errorf("want a time such as 20ms, from %s to %s", brief(s.least), brief(s.most))
	}
	*s.to = v
	return nil
}

// brief is a time without zeroes at its end.
func brief(d time.Duration) string {
	s := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(s, zero) {
			s = s[:len(s)-2]
		}
	}
	return s
}

// checked is a text that is looked at.
type checked struct {
	to    *string
	check func(string) error
}

// Checked is a text that is looked at.
func Checked(to *string, check func(string) error) pflag.Value { return &checked{to, check} }

func (c *checked) String() string { return *c.to }
func (c *checked) Type() string   { return "text" }

func (c *checked) Set(text string) error {
	if err := c.check(text); err != nil {
		return err
	}
	*c.to = text
	return nil
}
