#!/usr/bin/env python3
"""Rows of summary.csv, computed without the Go code: regular expressions,
dictionaries and sorted lists, nothing bounded, nothing checked.

    summary.py FILE...

Reads ftrace text (plain or gzip) and the text of trace-cmd report [-R].
"""
import csv
import gzip
import os
import re
import sys

LINE = re.compile(r'^ *(.*)-(\d+)\s+\[(\d+)\]\s+(?:[^\s:]+\s+)?(\d+\.\d+):\s+(\w+):\s*(.*)$')
COUNTS = ('faults pte pmd fallback get waits sleeps resleeps wakes wakes_all wakes_hit woken '
          'still_asleep maxq invalidate writeback pte_hole pmd_hole').split()


def events(path):
    with (gzip.open(path, 'rt') if path.endswith('.gz') else open(path)) as f:
        for line in f:
            if m := LINE.match(line):
                yield int(m[2]), m[3], round(float(m[4]) * 1e6), m[5], m[6]


def fell_back(body):
    """Whether the result, the last word of a *_fault_done, has FALLBACK."""
    m = re.search(r'(?: pgoff \S+(?: max_pgoff \S+)? |result=)(\S+)\s*$', body)
    if not m:
        return False
    return any(w == 'FALLBACK' or w[:1].isdigit() and int(w, 0) & 0x800 for w in m[1].split('|'))


def column(samples, percent):
    s = sorted(samples)
    return '%.1f' % s[min(len(s) * percent // 100, len(s) - 1)] if s else ''


def row(path):
    c = dict.fromkeys(COUNTS, 0)
    fault, hold, get, wake, woken, asleep = {}, {}, {}, {}, {}, set()
    times, holds, waits, runs, faults = [], [], [], [], []
    for pid, cpu, t, name, body in events(path):
        times.append(t)
        arg = dict(re.findall(r'(\w+)=(\S+)', body))
        if name in ('dax_pte_fault', 'dax_pmd_fault'):
            c['faults'] += 1
            c[name[4:7]] += 1
            fault[pid] = t
        elif name in ('dax_pte_fault_done', 'dax_pmd_fault_done'):
            c['fallback'] += fell_back(body)
            if pid in fault:
                faults.append(t - fault.pop(pid))
        elif name == 'grab_ret':
            hold[pid] = t if int(arg['entry'], 0) & 3 != 2 else None
        elif name == 'unlock':
            if hold.get(pid) is not None:
                holds.append(t - hold.pop(pid))
        elif name == 'get_entry':
            c['get'] += 1
            get[pid] = []
        elif name == 'sleep' and pid in get:
            get[pid].append(t)
            c['sleeps'] += 1
            c['waits' if len(get[pid]) == 1 else 'resleeps'] += 1
            asleep.add(pid)
            c['maxq'] = max(c['maxq'], len(asleep))
        elif name == 'get_entry_ret':
            if slept := get.pop(pid, []):
                waits.append(t - slept[0])
            asleep.discard(pid)
        elif name == 'wake':
            c['wakes'] += 1
            c['wakes_all'] += arg['mode'] == '0'
            wake[pid] = [t, cpu, 0]
        elif name == 'sched_waking' and (to := int(arg['pid'])) in asleep:
            if pid in wake and wake[pid][1] == cpu and t - wake[pid][0] <= 2000:
                wake[pid][2] += 1
                c['wakes_hit'] += wake[pid][2] == 1
                c['woken'] += 1
            asleep.discard(to)
            woken[to] = t
        elif name == 'sched_switch':
            to = int(arg['next_pid'] if 'next_pid' in arg else re.search(r'.*:(\d+) \[', body)[1])
            if to in woken:
                runs.append(t - woken.pop(to))
        elif name in (plain := {'invalidate': 'invalidate', 'dax_writeback_one': 'writeback',
                                'dax_load_hole': 'pte_hole', 'dax_pmd_load_hole': 'pmd_hole'}):
            c[plain[name]] += 1
    c['still_asleep'] = len(asleep)
    return [os.path.basename(path), str(round((max(times) - min(times)) / 1e6, 3)), *map(str, c.values()),
            *(column(s, p) for s in (holds, waits, runs, faults) for p in (50, 90, 99, 100))]


out = csv.writer(sys.stdout)
out.writerow(['trace', 'seconds', *COUNTS, *(
    f'{what}_{p}_us' for what in ('hold', 'wait', 'run', 'fault') for p in ('p50', 'p90', 'p99', 'max'))])
for path in sys.argv[1:]:
    out.writerow(row(path))
