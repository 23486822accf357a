package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
)

// TestValidate: 0 if all rows pass, 1 if one fails, 2 for a file that is wrong.
func TestValidate(t *testing.T) {
	const header = "family,N,C,K,M,Z,S,d,w,c,q,zipf,lambda,metric,value,tol_kind,tol,se_1e6,method\n"
	const right = "dd1,12,,,,10,1,,,,,,,X,1,exact,1e-9,,\n"
	for _, c := range []struct {
		rows string
		args []string
		code int
		want string
	}{
		{right, nil, flag.OK, "1 of 1 rows pass"},
		{right + "dd1,12,,,,10,1,,,,,,,wait_mean,2,exact,1e-9,,\n", nil, flag.Failed, "1 of 2 rows pass"},
		{right + "dd1,x\n", nil, flag.Usage, "rows.csv:3: "},
		{right, []string{"--family", "md1n"}, flag.Usage, "the file has no row of md1n"},
		{right, []string{"--family", "xx"}, flag.Usage, `there is no family "xx"; there are mm1n`},
		{right, []string{"--ops", "0"}, flag.Usage, `--ops "0": want`},
		{right, []string{"--oracle", "missing.csv"}, flag.Usage, "missing.csv"},
		{right, []string{"--format", "csv"}, flag.Usage, "csv is of --trace"},
		{right, []string{"--oracle", ""}, flag.Usage, "--oracle is missing"},
	} {
		name := filepath.Join(t.TempDir(), "rows.csv")
		if err := os.WriteFile(name, []byte(header+c.rows), 0o666); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		code := cli.Daxwait().Main(append([]string{"validate", "--oracle", name}, c.args...), &out, &out)
		if code != c.code || !strings.Contains(out.String(), c.want) {
			t.Errorf("%v: code %d, want %d and %q in:\n%s", c.args, code, c.code, c.want, &out)
		}
	}
}

// TestValidateTraces: misses are told and no failure, files that are wrong are.
func TestValidateTraces(t *testing.T) {
	const excerpts = "../../bench/trace/testdata/"
	inval, zero := excerpts+"inval-n8.trace.gz", excerpts+"zero-n4.trace.gz"
	for _, c := range []struct {
		args []string
		code int
		want []string
	}{
		{[]string{"--trace", inval, zero}, flag.OK, []string{"inval-n8: ", "zero-n4: ", "replayed: exclusive, emulated-6.1-traced, cfs, 2 CPUs", "fallbacks/op", " quantities in 2 traces "}},
		{[]string{"--trace", inval, "--trace", zero, "--format", "csv"}, flag.OK, []string{"trace,strategy,", "\ninval-n8,exclusive,emulated-6.1-traced,sleeps/op,30,", "\nzero-n4,"}},
		{[]string{"--trace", inval, "--strategy", "handoff", "--profile", "default"}, flag.OK, []string{"replayed: handoff, default", "MISSES", " in 1 trace "}},
		{[]string{"--trace", inval, "missing.gz"}, flag.Usage, []string{"missing.gz"}},
		{[]string{"--trace", "validate_test.go"}, flag.Usage, []string{"validate_test.go:"}},
		{[]string{"--trace", inval, "--oracle", "rows.csv"}, flag.Usage, []string{"want one of them"}},
		{[]string{inval}, flag.Usage, []string{"want --trace before the files"}},
		{[]string{"--trace", inval, "--profile", "mine"}, flag.Usage, []string{"there is no profile"}},
		{[]string{"--trace", inval, "--strategy", "all"}, flag.Usage, []string{"want one"}},
		{[]string{"--trace", inval, "--strategy", "no-such-design"}, flag.Usage, []string{"there is no strategy"}},
		{[]string{"--trace", inval, "--format", "xml"}, flag.Usage, []string{"want text or csv"}},
		{[]string{"--trace", inval, "--family", "dd1"}, flag.Usage, []string{"--family is for --oracle"}},
	} {
		var out bytes.Buffer
		code := cli.Daxwait().Main(append([]string{"validate"}, c.args...), &out, &out)
		if code != c.code {
			t.Errorf("%v: code %d, want %d:\n%s", c.args, code, c.code, &out)
		}
		for _, want := range c.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%v: no %q in:\n%s", c.args, want, &out)
			}
		}
	}
}
