// A radix tree of nodes of 64 slots, and an iteration over it as one would write it
// for speed: a step to the next slot of a node is inlined where the loop is, and
// only from node to node there is a call.

#include "tree.h"

#include <memory>

namespace {

constexpr int bits = 6;
constexpr unsigned slots = 1 << bits;

struct Node {
	int shift = 0;
	unsigned place = 0; // in the parent
	Node *parent = nullptr;
	uint64_t slot[slots] = {}; // odd: a value; else a child, or nothing
};

void destroy(Node *n)
{
	for (uint64_t e : n->slot)
		if (e != 0 && (e & 1) == 0)
			destroy(reinterpret_cast<Node *>(e));
	delete n;
}

} // namespace

struct tree {
	Node *root;
};

namespace {

// Where an iteration is. Whatever the caller may do to it between two steps, a
// step looks at all of it.
struct Cursor {
	Node *node;
	uint64_t index;
	unsigned place;
};

// Goes on from a slot of a node: down to the first entry behind it or, at the end of
// a node, up.
[[gnu::noipa]] uint64_t leap(Cursor *c, uint64_t last)
{
	Node *n = c->node;
	unsigned place = c->place + 1;
	for (;;) {
		while (place < slots && n->slot[place] == 0)
			place++;
		if (place == slots) {
			if (n->parent == nullptr)
				return 0;
			place = n->place + 1;
			n = n->parent;
			continue;
		}
		uint64_t e = n->slot[place];
		if (e & 1) {
			c->node = n;
			c->place = place;
			c->index = 0;
			for (Node *m = n; m != nullptr; m = m->parent) {
				c->index |= uint64_t(place) << m->shift;
				place = m->place;
			}
			return c->index <= last ? e : 0;
		}
		n = reinterpret_cast<Node *>(e);
		place = 0;
	}
}

inline uint64_t next(Cursor *c, uint64_t last)
{
	Node *n = c->node;
	if (n->shift != 0 || c->place != (c->index & (slots - 1)) ||
	    c->place == slots - 1 || c->index >= last)
		return leap(c, last);
	uint64_t e = n->slot[c->place + 1];
	if ((e & 1) == 0)
		return leap(c, last);
	c->index++;
	c->place++;
	return e;
}

} // namespace

tree *tree_new(uint64_t entries)
{
	tree *t = new tree{new Node};
	while ((entries - 1) >> t->root->shift >= slots)
		t->root->shift += bits;
	for (uint64_t i = 0; i < entries; i++) {
		Node *n = t->root;
		while (n->shift != 0) {
			uint64_t &s = n->slot[i >> n->shift & (slots - 1)];
			if (s == 0) {
				Node *child = new Node;
				child->shift = n->shift - bits;
				child->place = i >> n->shift & (slots - 1);
				child->parent = n;
				s = reinterpret_cast<uint64_t>(child);
			}
			n = reinterpret_cast<Node *>(s);
		}
		n->slot[i & (slots - 1)] = i << 5 | 1;
	}
	return t;
}

uint64_t tree_iterate(tree *t, int times)
{
	uint64_t met = 0;
	for (int i = 0; i < times; i++) {
		Cursor c = {t->root, 0, unsigned(-1)};
		for (uint64_t e = leap(&c, UINT64_MAX); e != 0; e = next(&c, UINT64_MAX))
			met++;
	}
	return met;
}

void tree_delete(tree *t)
{
	destroy(t->root);
	delete t;
}
