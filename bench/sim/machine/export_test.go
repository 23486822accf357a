package machine

// Steps returns how many steps tasks took up or down the queues.
func (f *Fair) Steps() (n int64) {
	for i := range f.cpus {
		n += f.cpus[i].queue.steps + f.cpus[i].later.steps
	}
	return n
}
