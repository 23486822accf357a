// Package machines reads the machines that a simulation can run on, and has those that
// come with the project.
//
// A file says where the CPUs are and which scheduler they have:
//
//	name = "mine"
//	about = "my server"
//	scheduler = "eevdf"        # or "cfs", "fifo"
//	sockets = 2
//	cores = 32                 # CPUs of a socket
//	profile = "./mine.toml"    # its prices, if a run does not say which; "default" if it is left out
//	preemption = "voluntary"   # or "full", "lazy"; voluntary if it is left out
//	tick = "4ms"               # 1/HZ; these are the kernel's if they are left out
//	slice = "750us"            # cfs: the minimum granularity. For one CPU:
//	latency = "6ms"            # the kernel's rule makes it twice that on two,
//	wakeup = "1ms"             # and four times that on eight and more
//	hot = "500us"
//
// The machines cfs and eevdf are as many CPUs as are asked for, of one socket. fifo is
// CPUs with one queue, first come first served, where nobody loses a CPU in the kernel;
// there the axes slice and preempt say the rest, as they do without a machine.
//
// # What users get wrong
//
// A machine has no prices: a profile has. The CPUs of a file are those of a run that does
// not say how many; on more or fewer the sockets stay and have more or fewer each.
package machines
