package policy_test

import (
	"fmt"
	"strings"

	"daxwait/bench/policy"
)

func ExampleRead() {
	s, err := policy.Read(strings.NewReader(`
name = "5.2-merged"
base = "linux-5.2"
key  = "base"
`), "5.2-merged.toml")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Name, "is upstream with", policy.Describe(s.Policy))

	_, err = policy.Read(strings.NewReader(`
name = "hasty"
put  = "allways"
`), "hasty.toml")
	fmt.Println(err)
	// Output:
	// 5.2-merged is upstream with pmd-meets-pte=wait-at-base key=base wake-on-removal=next
	// hasty.toml:3: put cannot be "allways"; it can be next, never, next-if-absent, both-keys, all, all-on-both-keys
}
