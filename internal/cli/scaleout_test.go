package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
)

// blocks returns the blocks of a page of docs in a language.
func blocks(t *testing.T, name, language string) (found []string) {
	t.Helper()
	page, err := os.ReadFile("../../docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		found = append(found, m[1])
	}
	return found
}

// TestSlurmScripts: they are well-formed, and each task of the array that they
// submit runs another shard.
func TestSlurmScripts(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	scripts := blocks(t, "scale-out.md", "bash")
	if len(scripts) != 2 {
		t.Fatalf("%d scripts, want the job and its submission", len(scripts))
	}
	for _, s := range scripts {
		if out, err := exec.Command(bash, "-n", "-c", s).CombinedOutput(); err != nil {
			t.Errorf("%v: %s\n%s", err, out, s)
		}
	}
	dir := t.TempDir()
	program := fmt.Sprintf("#!/bin/sh\n%s=1 exec '%s' \"$@\"\n", asCommand, os.Args[0])
	if err := os.WriteFile(filepath.Join(dir, "daxwait"), []byte(program), 0o777); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(scripts[0], ` "$@"`) {
		t.Fatalf("the job does not pass words on, such as --dry-run:\n%s", scripts[0])
	}
	array := regexp.MustCompile(`--array=1-(\d+) `).FindStringSubmatch(scripts[1])
	if array == nil {
		t.Fatalf("no array from 1 in\n%s", scripts[1])
	}
	for _, task := range []string{"1", array[1]} {
		c := exec.Command(bash, "-c", scripts[0], "sweep.sh", "--dry-run")
		c.Dir = dir
		c.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "SLURM_ARRAY_TASK_ID="+task, "SLURM_ARRAY_TASK_MIN=1",
			"SLURM_ARRAY_TASK_MAX="+array[1], "SLURM_ARRAY_TASK_STEP=1", "SLURM_ARRAY_TASK_COUNT="+array[1])
		out, err := c.CombinedOutput()
		if want := "this is shard " + task + "/" + array[1] + " of the plan"; err != nil || !strings.Contains(string(out), want) {
			t.Errorf("task %s: %v: %.300s\nwant %q", task, err, out, want)
		}
	}
}

// TestJobManifest: it has as many pods as shards, and each runs one.
func TestJobManifest(t *testing.T) {
	manifests := blocks(t, "scale-out.md", "yaml")
	if len(manifests) != 1 {
		t.Fatalf("%d manifests, want one", len(manifests))
	}
	job := manifests[0]
	if err := wellFormed(job); err != nil {
		t.Fatal(err)
	}
	shards := regexp.MustCompile(`(?m)^  completions: (\d+) `).FindStringSubmatch(job)
	if shards == nil {
		t.Fatalf("no completions in\n%s", job)
	}
	for _, want := range []string{
		"apiVersion: batch/v1\nkind: Job\n", "\n  completionMode: Indexed\n", "\n  parallelism: " + shards[1] + "\n",
		"\n      restartPolicy: Never ", "- name: DAXWAIT_SHARDS\n              value: \"" + shards[1] + "\"\n",
	} {
		if !strings.Contains(job, want) {
			t.Errorf("no %q in\n%s", want, job)
		}
	}
	_, command, _ := strings.Cut(job, "- /daxwait\n")
	command, _, _ = strings.Cut(command, "env:")
	t.Setenv("DAXWAIT_SHARDS", shards[1])
	t.Setenv("JOB_COMPLETION_INDEX", "2")
	code, _, stderr := daxwait(append(strings.Fields(strings.ReplaceAll(command, " - ", " ")), "--dry-run")...)
	if code != flag.OK || !strings.Contains(stderr, "this is shard 3/"+shards[1]) {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

// wellFormed returns what keeps a text from being YAML of the plainest kind:
// mappings and lists in blocks, each two columns in, of words, or words in quotes.
func wellFormed(text string) error {
	line := regexp.MustCompile(`^( *)(- )?(?:[A-Za-z./-]+:|([A-Za-z./-]+: )?([A-Za-z0-9_/=,.:-]+|"[^"\\]*"))(  ?# .*)?$`)
	columns := []int{0} // of the blocks that are open
	opens := false      // the line above has a key and no value
	for n, l := range strings.Split(strings.TrimSpace(text), "\n") {
		m := line.FindStringSubmatch(l)
		if m == nil || m[2] == "" && m[3] == "" && m[4] != "" {
			return fmt.Errorf("line %d: %q", n+1, l)
		}
		column := len(m[1])
		for columns[len(columns)-1] > column {
			columns = columns[:len(columns)-1]
		}
		deeper := column - columns[len(columns)-1]
		if opens && deeper != 2 || !opens && deeper != 0 {
			return fmt.Errorf("line %d begins in column %d: %q", n+1, column, l)
		}
		if opens {
			columns = append(columns, column)
		}
		if m[2] != "" && (m[3] != "" || m[4] == "") { // a mapping in a list
			columns = append(columns, column+2)
		}
		opens = m[4] == ""
	}
	return nil
}
