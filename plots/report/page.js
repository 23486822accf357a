"use strict";
(() => {
	const data = JSON.parse(document.getElementById("data").textContent);
	const tip = document.getElementById("tip");
	const make = (tag, text) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; return e; };

	// Figures: what is pointed at, or gone to by arrow keys, tells its number.
	const say = marks => {
		tip.replaceChildren(...marks.slice(0, 3).map(m => {
			const d = make("div", m.what);
			d.prepend(make("b", m.value));
			const more = [m.interval && (m.interval.includes(" to ") ? "interval " : "") + m.interval, m.n && "n = " + m.n].filter(Boolean).join(" · ");
			if (more) { d.append(make("br"), more); }
			return d;
		}));
		tip.hidden = false;
	};
	const place = (x, y) => {
		const w = tip.offsetWidth, h = tip.offsetHeight, wide = document.documentElement.clientWidth;
		tip.style.left = Math.max(4, Math.min(x + 14, wide - w - 4)) + scrollX + "px";
		tip.style.top = (y + h + 24 > innerHeight ? Math.max(4, y - h - 14) : y + 16) + scrollY + "px";
	};
	for (const chart of document.querySelectorAll(".chart")) {
		const marks = data.marks[chart.dataset.figure] || [], svg = chart.querySelector("svg");
		if (!marks.length) { chart.removeAttribute("tabindex"); continue; }
		const title = svg.querySelector("title");
		svg.setAttribute("aria-label", title.textContent);
		title.remove(); // it would cover the tip
		const here = document.createElementNS(svg.namespaceURI, "rect");
		here.setAttribute("class", "here");
		const frame = m => {
			for (const [k, v] of [["x", m.x], ["y", m.y], ["width", m.w], ["height", m.h]]) here.setAttribute(k, v);
			svg.append(here);
		};
		const hide = () => { tip.hidden = true; here.remove(); };
		const scale = () => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
		const under = (px, py) => {
			const box = svg.getBoundingClientRect(), x = (px - box.left) / scale(), y = (py - box.top) / scale() + svg.viewBox.baseVal.y;
			const far = m => Math.hypot(x - m.x - m.w / 2, y - m.y - m.h / 2);
			const all = marks.filter(m => x >= m.x && x <= m.x + m.w && y >= m.y && y <= m.y + m.h).sort((a, b) => far(a) - far(b));
			return all.filter(m => far(m) <= far(all[0]) + 1);
		};
		const point = e => {
			const found = under(e.clientX, e.clientY);
			if (!found.length) { hide(); return; }
			frame(found[0]); say(found); place(e.clientX, e.clientY);
		};
		chart.addEventListener("pointermove", point);
		chart.addEventListener("pointerdown", point);
		chart.addEventListener("pointerleave", hide);
		let at = -1;
		chart.addEventListener("blur", hide);
		chart.addEventListener("keydown", e => {
			const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
			if (e.key === "Escape") hide();
			if (!by) return;
			e.preventDefault();
			at = (Math.max(at, by < 0 ? 0 : -1) + by + marks.length) % marks.length;
			const m = marks[at], box = svg.getBoundingClientRect();
			frame(m); here.scrollIntoView({ block: "nearest", inline: "nearest" }); say([m]);
			const now = here.getBoundingClientRect();
			place(now.right, now.bottom);
		});
	}

	// The numbers of a figure, as a table.
	for (const numbers of document.querySelectorAll(".numbers")) numbers.addEventListener("toggle", () => {
		if (numbers.querySelector("table")) return;
		const table = make("table"), head = table.createTHead().insertRow(), body = table.createTBody(), scroll = make("div");
		for (const h of ["what", "value", "interval, or bounds", "n"]) head.append(make("th", h));
		for (const m of data.marks[numbers.dataset.figure]) {
			const row = body.insertRow();
			for (const v of [m.what, m.value, m.interval || "", m.n || ""]) row.insertCell().textContent = v;
		}
		scroll.className = "scroll";
		scroll.append(table);
		numbers.append(scroll);
	});

	// Schedules: a step at a time.
	for (const viewer of document.querySelectorAll(".viewer")) {
		const schedule = data.schedules[viewer.dataset.schedule], rows = [...viewer.querySelectorAll("tbody tr")], last = schedule.steps.length;
		const [buttons, output, state, ending] = [".buttons", "output", ".state", ".ending"].map(s => viewer.querySelector(s));
		let at = last;
		const doing = s => s.holds ? "holds " + s.holds : s.key ? "sleeps on key " + s.key : s.status;
		const go = to => {
			at = Math.max(0, Math.min(last, to));
			rows.forEach((r, i) => { r.classList.toggle("future", i >= at); r.classList.toggle("now", i === at - 1); });
			output.textContent = "step " + at + " of " + last;
			state.textContent = at === 0 ? "Nothing has happened yet." : "Now " + schedule.steps[at - 1].after.map((s, i) => "task " + i + " " + (s.status === "asleep" && !s.holds && !s.key ? "sleeps" : doing(s))).join(", ") + ".";
			ending.style.visibility = at === last ? "visible" : "hidden";
			for (const b of buttons.querySelectorAll("button")) b.disabled = /first|back/.test(b.dataset.to) ? at === 0 : at === last;
		};
		const moves = { first: () => 0, back: () => at - 1, next: () => at + 1, last: () => last };
		buttons.hidden = false;
		buttons.addEventListener("click", e => { const b = e.target.closest("button"); if (b) go(moves[b.dataset.to]()); });
		viewer.addEventListener("keydown", e => {
			const to = { ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last" }[e.key];
			if (to) { e.preventDefault(); go(moves[to]()); }
		});
		go(last ? 1 : 0);
	}

	// On paper all is open.
	let closed = [];
	addEventListener("beforeprint", () => {
		closed = [...document.querySelectorAll("details:not([open]):not(.numbers, .notes, .by)")];
		for (const d of closed) d.open = true;
	});
	addEventListener("afterprint", () => { for (const d of closed) d.open = false; });
})();
