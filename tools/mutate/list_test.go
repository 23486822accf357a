package main

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	list, err := parse("some.txt", `# of which the list is

== lines
file a.go
tests ./a TestA TestB
 	stays
-	goes
+	comes

== part
# why
file b.go
tests ./b
<x > y
>
`)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 {
		t.Fatalf("%d mutations, want 2", len(list))
	}
	for i, want := range []mutation{
		{name: "lines", where: "some.txt:3", file: "a.go", pkg: "./a", tests: []string{"TestA", "TestB"}, old: "	stays\n	goes\n", new: "	stays\n	comes\n"},
		{name: "part", where: "some.txt:10", file: "b.go", pkg: "./b", old: "x > y", new: ""},
	} {
		m := list[i]
		if m.name != want.name || m.where != want.where || m.file != want.file || m.pkg != want.pkg || !slices.Equal(m.tests, want.tests) || m.old != want.old || m.new != want.new {
			t.Errorf("%+v\nwant %+v", m, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	const head = "== a\nfile a.go\ntests ./a\n"
	for _, c := range []struct{ text, want string }{
		{"-x\n", `some.txt:1: "-x" belongs to no mutation`},
		{"== \n", `some.txt:1: "== " belongs to no mutation`},
		{head + "x = 1\n", `some.txt:4: "x = 1": want`},
		{head + "file b.go\n", `some.txt:4: a second "file"`},
		{head + "tests ./b\n", `some.txt:4: a second "tests"`},
		{head + "-x\n\n== b\ntests ./a\n-x\n", `some.txt:6: "b" names no file`},
		{"== a\nfile a.go\ntests \n-x\n", `some.txt:1: "a" names no tests`},
		{"== a\nfile a.go\n-x\n", `some.txt:1: "a" names no tests`},
		{head, `some.txt:1: "a" changes nothing`},
		{head + "+x\n", `some.txt:1: "a" changes nothing`},
		{head + " x\n", `some.txt:1: "a" changes nothing`},
		{head + "<x\n>x\n", `some.txt:1: "a" changes nothing`},
		{head + "<x\n", `some.txt:1: "a" is neither`},
		{head + "<x\n>y\n>z\n", `some.txt:1: "a" is neither`},
		{head + "<x\n+y\n", `some.txt:1: "a" is neither`},
	} {
		if _, err := parse("some.txt", c.text); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s…", c.text, err, c.want)
		}
	}
}
