#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tree;

// An array with an entry at each of the first so many indexes.
struct tree *tree_new(uint64_t entries);
void tree_delete(struct tree *);
// Goes over all entries, so many times, and returns how many it met.
uint64_t tree_iterate(struct tree *, int times);

#ifdef __cplusplus
}
#endif
