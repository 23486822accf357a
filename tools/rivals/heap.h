#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A workload as in workload.go.
struct workload {
	int tasks;
	int64_t think, hold, walk, wake, recheck, install, context_switch;
};

struct simulation;

// seeds are those of the think and the hold stream of each task in turn.
struct simulation *simulation_new(const struct workload *, const uint64_t *seeds);
// Has each task lock the entry so many times more, and returns the time.
int64_t simulation_run(struct simulation *, int each);
void simulation_delete(struct simulation *);

#ifdef __cplusplus
}
#endif
