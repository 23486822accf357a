package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/internal/cli"
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
		{right, nil, cli.OK, "1 of 1 rows pass"},
		{right + "dd1,12,,,,10,1,,,,,,,wait_mean,2,exact,1e-9,,\n", nil, cli.Failed, "1 of 2 rows pass"},
		{right + "dd1,x\n", nil, cli.Usage, "rows.csv:3: "},
		{right, []string{"--family", "md1n"}, cli.Usage, "the file has no row of it"},
		{right, []string{"--family", "xx"}, cli.Usage, "there is none of that name"},
		{right, []string{"--ops", "0"}, cli.Usage, "--ops 0: want"},
		{right, []string{"--oracle", "missing.csv"}, cli.Usage, "missing.csv"},
		{right, []string{"--oracle", ""}, cli.Usage, "--oracle is missing"},
	} {
		name := filepath.Join(t.TempDir(), "rows.csv")
		if err := os.WriteFile(name, []byte(header+c.rows), 0o666); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		code := cli.Main(append([]string{"validate", "--oracle", name}, c.args...), &out, &out)
		if code != c.code || !strings.Contains(out.String(), c.want) {
			t.Errorf("%v: code %d, want %d and %q in:\n%s", c.args, code, c.code, c.want, &out)
		}
	}
}
