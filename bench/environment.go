package bench

import (
	"fmt"
	"strconv"
)

// environment looks up a variable; one that is not set is empty.
type Environment func(string) string

// The variables that number the tasks of a Slurm array, and the pods of a
// Kubernetes Job whose completionMode is Indexed. A Job sets no count; its
// manifest says it in one of ours.
const (
	arrayTask  = "SLURM_ARRAY_TASK_ID"
	arrayMin   = "SLURM_ARRAY_TASK_MIN"
	arrayMax   = "SLURM_ARRAY_TASK_MAX"
	arrayStep  = "SLURM_ARRAY_TASK_STEP"
	arrayCount = "SLURM_ARRAY_TASK_COUNT"
	podIndex   = "JOB_COMPLETION_INDEX"
	podCount   = "DAXWAIT_SHARDS"
)

// shard returns which shard an array or a Job says this is, and the variable
// that says so; 1/1 where there is neither.
func (e Environment) Shard() (s Shard, said string, err error) {
	switch {
	case e(arrayTask) != "":
		said = arrayTask
		s, err = e.task()
	case e(podIndex) != "" || e(podCount) != "":
		said = podIndex
		s, err = e.pod()
	default:
		return Shard{Index: 1, Of: 1}, "", nil
	}
	said += "=" + e(said)
	if err == nil && !s.Valid() {
		err = fmt.Errorf("%s would make shard %v, which there is not", said, s)
	}
	return s, said, err
}

// task is a task of an array, which need not begin at 0 or 1, nor be in steps
// of 1.
func (e Environment) task() (Shard, error) {
	var n [5]int
	for i, name := range []string{arrayTask, arrayMin, arrayMax, arrayCount, arrayStep} {
		if name == arrayStep && e(name) == "" {
			continue
		}
		var err error
		if n[i], err = e.number(name); err != nil {
			return Shard{}, err
		}
	}
	id, first, last, count, step := n[0], n[1], n[2], n[3], max(1, n[4])
	if last != first+(count-1)*step || (id-first)%step != 0 {
		return Shard{}, fmt.Errorf("%s=%d of %d tasks from %d to %d: an array with gaps does not say which shard this is", arrayTask, id, count, first, last)
	}
	if e(podCount) != "" && e(podCount) != e(arrayCount) {
		return Shard{}, fmt.Errorf("%s=%q and %s=%q do not agree", arrayCount, e(arrayCount), podCount, e(podCount))
	}
	return Shard{Index: (id-first)/step + 1, Of: count}, nil
}

// pod is a pod of an indexed Job; they count from 0.
func (e Environment) pod() (Shard, error) {
	index, err := e.number(podIndex)
	if err != nil {
		return Shard{}, fmt.Errorf("%w; a Job sets it if its completionMode is Indexed", err)
	}
	count, err := e.number(podCount)
	if err != nil {
		return Shard{}, fmt.Errorf("%w; set it to the Job's completions", err)
	}
	return Shard{Index: index + 1, Of: count}, nil
}

// mostShards is more than any array or Job has.
const mostShards = 100_000_000

func (e Environment) number(name string) (int, error) {
	n, err := strconv.Atoi(e(name))
	switch {
	case err != nil:
		return 0, fmt.Errorf("%s=%q is no number", name, e(name))
	case n < 0 || n > mostShards:
		return 0, fmt.Errorf("%s=%d: want 0 to %d", name, n, mostShards)
	}
	return n, nil
}
