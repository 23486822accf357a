package oracle

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

// header is the first line of a file.
func header() []string {
	return []string{"family", "N", "C", "K", "M", "Z", "S", "d", "w", "c", "q", "zipf", "lambda",
		"metric", "value", "tol_kind", "tol", "se_1e6", "method"}
}

// mostBytes is how large a file may be: ten thousand rows.
const mostBytes = bounded.MiB

// mostWrong is how many wrong rows are told.
const mostWrong = 20

// Read reads a file of oracles. It reports what is wrong with it, a line for
// each row; file is what errors call it.
func Read(r io.Reader, file string) ([]*Row, error) {
	c := csv.NewReader(bounded.Reader(r, file, bounded.Limit{Bytes: mostBytes, Of: "a file of values"}))
	c.FieldsPerRecord = -1
	names, err := c.Read()
	if err == io.EOF {
		return nil, fmt.Errorf("%s: the file is empty; want the line %s first", file, strings.Join(header(), ","))
	}
	if err != nil {
		return nil, syntaxError(file, err)
	}
	if !slices.Equal(names, header()) {
		return nil, fmt.Errorf("%s:1: the columns are %s; want %s", file, strings.Join(names, ","), strings.Join(header(), ","))
	}
	var rows []*Row
	var wrong []error
	seen := map[string]int{}
	for {
		fields, err := c.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			wrong = append(wrong, syntaxError(file, err))
			break // where the next row begins is not known
		}
		line, _ := c.FieldPos(0)
		row, err := parseRow(fields)
		if err == nil {
			what := fmt.Sprintf("%s %v %s", row.Family, row.Params, row.Metric)
			if before := seen[what]; before != 0 {
				err = fmt.Errorf("column metric: %q has a value for these parameters in line %d; remove one", row.Metric, before)
			}
			seen[what] = line
			row.Line = line
			rows = append(rows, row)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", file, line, err))
			if len(wrong) == mostWrong {
				wrong = append(wrong, fmt.Errorf("%s: there may be more, after %d wrong rows", file, mostWrong))
				break
			}
		}
	}
	if wrong != nil {
		return nil, errors.Join(wrong...)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: there is no row after the header; add some", file)
	}
	return rows, nil
}

// syntaxError says where a file is no CSV.
func syntaxError(file string, err error) error {
	var at *csv.ParseError
	if over := (*bounded.Exceeded)(nil); errors.As(err, &over) {
		return over
	}
	if !errors.As(err, &at) {
		return fmt.Errorf("%s: %w", file, err)
	}
	return fmt.Errorf("%s:%d: %w at byte %d; want values with commas between them, in \"\" if they have one inside", file, at.Line, at.Err, at.Column)
}

// parseRow makes a row of the fields of a line.
func parseRow(fields []string) (*Row, error) {
	names := header()
	if len(fields) != len(names) {
		return nil, fmt.Errorf("%d columns; want %d: %s", len(fields), len(names), strings.Join(names, ","))
	}
	value := func(column string) string { return fields[slices.Index(names, column)] }
	row := &Row{Family: value("family"), Metric: value("metric"), Kind: value("tol_kind")}
	f := findFamily(row.Family)
	if f == nil {
		return nil, fmt.Errorf("column family: %w", nearest.Unknown("family", row.Family, Families(), command.Command{}))
	}
	for i := slices.Index(names, "N"); names[i] != "metric"; i++ {
		if err := row.Params.parse(f, names[i], fields[i]); err != nil {
			return nil, err
		}
	}
	if err := f.judges(row.Metric, &row.Params); err != nil {
		return nil, err
	}
	if !slices.Contains([]string{relative, absolute, exact}, row.Kind) {
		return nil, fmt.Errorf("column tol_kind: %q; want rel, abs or exact", row.Kind)
	}
	var err, err2, err3 error
	row.Value, err = parseNumber("value", value("value"), -math.MaxFloat64, math.MaxFloat64)
	row.Tol, err2 = parseNumber("tol", value("tol"), 0, math.MaxFloat64)
	if row.HasSE = value("se_1e6") != ""; row.HasSE {
		row.SE, err3 = parseNumber("se_1e6", value("se_1e6"), 0, math.MaxFloat64)
	}
	if err := cmp.Or(err, err2, err3); err != nil {
		return nil, err
	}
	return row, nil
}

// parse sets the parameter of a column. What a family does not name is empty;
// a cost may be 0 as well.
func (p *Params) parse(f *family, column, value string) error {
	switch {
	case column == "q" && slices.Contains(f.columns, args):
		p.Words = value
		return nil // its family checks it
	case !slices.Contains(f.columns, column):
		if value == "" || value == "0" && slices.Contains([]string{"Z", "d", "w", "c"}, column) {
			return nil
		}
		return fmt.Errorf("column %s: %q, but %s has no such parameter, it has %s; leave it empty", column, value, f.name, strings.Join(f.columns, ", "))
	}
	if n := p.count(column); n != nil {
		v, err := strconv.Atoi(value)
		if err != nil || v < 1 || v > int(most(column)) {
			return fmt.Errorf("column %s: %q; want a whole number from 1 to %g", column, value, most(column))
		}
		*n = v
		return nil
	}
	v, err := parseNumber(column, value, 0, most(column))
	if err == nil && v < 1e-6 && (v != 0 || positive(column)) {
		err = fmt.Errorf("column %s: %q; want at least 0.000001", column, value)
	}
	*p.number(column) = v
	return err
}

func parseNumber(column, value string, lo, hi float64) (float64, error) {
	v, err := strconv.ParseFloat(value, 64)
	switch {
	case strings.ContainsAny(value, "xXpP_"):
		return 0, fmt.Errorf("column %s: %q; want a number with digits from 0 to 9", column, value)
	case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
		return 0, fmt.Errorf("column %s: %q; want a number", column, value)
	case v < lo:
		return 0, fmt.Errorf("column %s: %q; want %g or more", column, value, lo)
	case v > hi:
		return 0, fmt.Errorf("column %s: %q; want at most %g", column, value, hi)
	}
	return v + 0, nil // -0 is 0
}
