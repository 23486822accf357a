// A simulation as one would write it for speed alone: a heap of (time, seq,
// task), and for each task a switch over what it does next.

#include "heap.h"

#include <cmath>
#include <deque>
#include <queue>
#include <vector>

namespace {

struct Event {
	int64_t at;
	uint64_t seq;
	int task;
	bool operator>(const Event &o) const { return at > o.at || (at == o.at && seq > o.seq); }
};

// What a task does next.
enum State { Think, Arrive, Enter, Walk, Look, Woken, Recheck, Install, Hold, Leave, LeaveWalk, Pass, HandOver };

struct Task {
	State state;
	int left;     // acquisitions
	bool thought; // so that it pays for a context switch
	uint64_t think, hold; // streams
};

int64_t draw(uint64_t &state, int64_t mean)
{
	uint64_t z = state += 0x9E3779B97F4A7C15;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
	z = (z ^ z >> 27) * 0x94D049BB133111EB;
	double u = (double((z ^ z >> 31) >> 11) + 0.5) / (1ull << 53);
	return int64_t(-std::log(u) * double(mean) + 0.5);
}

} // namespace

struct simulation {
	workload w;
	int64_t now = 0;
	uint64_t seq = 0;
	std::priority_queue<Event, std::vector<Event>, std::greater<Event>> events;
	std::vector<Task> tasks;

	bool spin = false, locked = false; // are held
	std::deque<int> spinning, sleeping;

	void schedule(int id, int64_t at) { events.push({at, ++seq, id}); }

	// Has a task go on after a time, unless that is none.
	bool later(int id, int64_t ns)
	{
		if (ns != 0)
			schedule(id, now + ns);
		return ns != 0;
	}

	bool spin_lock(int id)
	{
		if (spin) {
			spinning.push_back(id);
			return false;
		}
		return spin = true;
	}

	// Lets the first in a queue go on, if there is one.
	bool admit(std::deque<int> &queue)
	{
		if (queue.empty())
			return false;
		schedule(queue.front(), now);
		queue.pop_front();
		return true;
	}

	// Runs a task until it has to wait.
	void step(int id)
	{
		Task &t = tasks[id];
		for (;;) {
			switch (t.state) {
			case Think:
				if (t.left == 0)
					return;
				t.left--;
				t.state = Arrive;
				t.thought = later(id, draw(t.think, w.think));
				if (t.thought)
					return;
				break;
			case Arrive:
				t.state = Enter;
				if (t.thought && later(id, w.context_switch))
					return;
				break;
			case Enter:
				t.state = Walk;
				if (!spin_lock(id))
					return;
				break;
			case Walk:
				t.state = Look;
				if (later(id, w.walk))
					return;
				break;
			case Look:
				if (locked) {
					t.state = Woken;
					sleeping.push_back(id);
					spin = admit(spinning);
					return;
				}
				t.state = Install;
				locked = true;
				spin = admit(spinning);
				break;
			case Woken:
				t.state = Recheck;
				if (later(id, w.context_switch))
					return;
				break;
			case Recheck:
				t.state = Install;
				if (later(id, w.recheck))
					return;
				break;
			case Install:
				t.state = Hold;
				if (later(id, w.install))
					return;
				break;
			case Hold:
				t.state = Leave;
				if (later(id, draw(t.hold, w.hold)))
					return;
				break;
			case Leave:
				t.state = LeaveWalk;
				if (!spin_lock(id))
					return;
				break;
			case LeaveWalk:
				t.state = Pass;
				if (later(id, w.walk))
					return;
				break;
			case Pass:
				t.state = HandOver;
				if (!sleeping.empty() && later(id, w.wake))
					return;
				break;
			case HandOver:
				t.state = Think;
				locked = admit(sleeping);
				spin = admit(spinning);
				break;
			}
		}
	}

	int64_t run(int each)
	{
		for (int id = 0; id < w.tasks; id++) {
			tasks[id].state = Think;
			tasks[id].left = each;
			schedule(id, now);
		}
		while (!events.empty()) {
			Event e = events.top();
			events.pop();
			now = e.at;
			step(e.task);
		}
		return now;
	}
};

simulation *simulation_new(const workload *w, const uint64_t *seeds)
{
	simulation *s = new simulation;
	s->w = *w;
	for (int id = 0; id < w->tasks; id++)
		s->tasks.push_back({Think, 0, false, seeds[2 * id], seeds[2 * id + 1]});
	return s;
}

int64_t simulation_run(simulation *s, int each) { return s->run(each); }

void simulation_delete(simulation *s) { delete s; }
