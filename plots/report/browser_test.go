package report

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// probe looks at the page from inside and leaves what it has seen in it.
const probe = `addEventListener("load", () => {
	const $ = s => document.querySelector(s), seen = { errors: window.errors };
	const press = (e, key) => e.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
	seen.background = getComputedStyle(document.body).backgroundColor;
	seen.wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
	seen.charts = [...document.querySelectorAll(".chart svg")].filter(s => s.querySelectorAll("text").length > 3).length;
	const chart = $("#figure-one-counts .chart"), svg = chart.querySelector("svg"), box = svg.getBoundingClientRect();
	const m = JSON.parse($("#data").textContent).marks["one-counts"][0], view = svg.viewBox.baseVal, scale = box.width / view.width;
	chart.dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + (m.x + m.w / 2) * scale, clientY: box.top + (m.y + m.h / 2 - view.y) * scale }));
	seen.pointed = $("#tip").hidden ? "" : $("#tip").textContent;
	chart.dispatchEvent(new PointerEvent("pointerleave"));
	seen.left = $("#tip").hidden;
	press(chart, "ArrowRight");
	seen.keyed = $("#tip").textContent;
	const numbers = $("#figure-one-counts .numbers");
	numbers.open = true;
	const viewer = $(".viewer"), rows = () => [...viewer.querySelectorAll("tbody tr")].filter(r => !r.classList.contains("future")).length;
	seen.steps = [rows()];
	viewer.querySelector("[data-to=next]").click(); seen.steps.push(rows());
	seen.state = viewer.querySelector(".state").textContent;
	press(viewer, "ArrowLeft"); seen.steps.push(rows());
	press(viewer, "Home"); seen.steps.push(rows());
	press(viewer, "End"); seen.steps.push(rows());
	const pile = $("#figure-one-pileup .chart"), pileSVG = pile.querySelector("svg"), pileBox = pileSVG.getBoundingClientRect(), row = JSON.parse($("#data").textContent).marks["one-pileup"].find(m => m.what.startsWith("ps 4"));
	const pileScale = pileBox.width / pileSVG.viewBox.baseVal.width;
	pile.dispatchEvent(new PointerEvent("pointermove", { clientX: pileBox.left + (row.x + row.w / 2) * pileScale, clientY: pileBox.top + (row.y + row.h / 2 - pileSVG.viewBox.baseVal.y) * pileScale }));
	seen.piled = $("#tip").textContent;
	pile.dispatchEvent(new PointerEvent("pointerleave"));
	const rgb = c => c.match(/[\d.]+/g).map(Number), channel = v => (v /= 255) > 0.04045 ? ((v + 0.055) / 1.055) ** 2.4 : v / 12.92;
	const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
	const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
	seen.faint = [...document.querySelectorAll("main *, header *, nav *")].filter(e => !e.closest("svg") && !e.disabled && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e => {
		const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
		return [(a + 0.05) / (b + 0.05), e.tagName + " " + e.className];
	}).filter(([ratio]) => ratio < 4.5).map(([ratio, what]) => what + " " + ratio.toFixed(1));
	let level = 0;
	seen.outline = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(h => { const was = level; level = +h.tagName[1]; return level > was + 1; }).map(h => h.textContent);
	const stops = [...document.querySelectorAll("a[href], button:not([disabled]), summary, [tabindex]")].filter(e => e.tabIndex >= 0);
	seen.first = stops[0].className;
	seen.jumps = stops.filter(e => e.tabIndex > 0).length;
	seen.dead = [...document.querySelectorAll("a[href^='#']")].filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash);
	seen.nameless = [...document.querySelectorAll("svg[role=img]")].filter(s => !s.getAttribute("aria-label") && !s.querySelector("title")).length;
	dispatchEvent(new Event("beforeprint"));
	seen.closed = document.querySelectorAll("details:not([open]):not(.numbers, .notes, .by)").length;
	dispatchEvent(new Event("afterprint"));
	setTimeout(() => {
		seen.numbers = numbers.querySelectorAll("tbody tr").length;
		const out = document.createElement("pre");
		out.id = "seen"; out.textContent = JSON.stringify(seen);
		document.body.append(out);
	}, 50);
});`

// listen has to come before anything that may fail.
const listen = `window.errors = [];
for (const e of ["error", "unhandledrejection", "securitypolicyviolation"]) addEventListener(e, x => errors.push(e + ": " + (x.message || x.reason || x.violatedDirective)));
console.error = (...x) => errors.push(x.join(" "));`

// seen is what the probe has seen.
type seen struct {
	Errors                        []string
	Background                    string
	Wide, Charts, Numbers, Closed int
	Pointed, Keyed, State         string
	Left                          bool
	Steps                         []int
	// Piled is the tip of a pile-up; Faint is text of too little contrast;
	// Outline are headings that skip a level; First is the first stop of the
	// keyboard, Jumps how many are out of order; Dead are links to nowhere, and
	// Nameless figures without a name.
	Piled, First         string
	Faint, Outline, Dead []string
	Jumps, Nameless      int
}

// chromium runs the browser, and skips the test where there is none.
func chromium(t *testing.T, args ...string) string {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no chromium here: the page is not looked at in a browser")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	args = append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--virtual-time-budget=5000", "--user-data-dir=" + t.TempDir()}, args...)
	var out, errs bytes.Buffer
	c := exec.CommandContext(ctx, path, args...)
	c.Stdout, c.Stderr = &out, &errs
	c.WaitDelay = 5 * time.Second
	if err := c.Run(); err != nil {
		t.Skipf("chromium does not run here: %v: %.300s", err, errs.String())
	}
	return out.String()
}

// look opens the page and returns what the probe has seen.
func look(t *testing.T, page string, args ...string) (s seen) {
	t.Helper()
	page = strings.Replace(page, "<head>", "<head><script>"+listen+"</script>", 1)
	page = strings.Replace(page, "</body>", "<script>"+probe+"</script></body>", 1)
	page = strings.Replace(page, "script-src ", "script-src "+hashed(probe)+" ", 1)
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o666); err != nil {
		t.Fatal(err)
	}
	dom := chromium(t, append(args, "--dump-dom", "file://"+file)...)
	found := regexp.MustCompile(`<pre id="seen">(.*?)</pre>`).FindStringSubmatch(dom)
	if found == nil {
		t.Fatalf("the probe has seen nothing in %d bytes", len(dom))
	}
	text := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "&nbsp;", " ").Replace(found[1])
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestBrowser opens the page in a real browser, wide, narrow and dark.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes seconds")
	}
	e := evidence()
	e.Sources[0].Records = append(e.Sources[0].Records, piled())
	page, figures := html(t, e), len(New(e).figures())+len(e.Schedules)
	light := look(t, page, "--window-size=1000,800")
	if len(light.Errors) != 0 {
		t.Errorf("errors on the console: %q", light.Errors)
	}
	if light.Charts != figures {
		t.Errorf("%d charts, want %d", light.Charts, figures)
	}
	const want = "1.02exclusive in pte-same: sleepsinterval 1 to 1.03 · n = 10"
	for how, got := range map[string]string{"pointed at": light.Pointed, "gone to": light.Keyed} {
		if !strings.Contains(got, "exclusive in pte-same: sleeps") || !strings.Contains(got, "interval") || !strings.Contains(got, "n = 10") {
			t.Errorf("%s, a dot says %q, want such as %q", how, got, want)
		}
	}
	if !light.Left {
		t.Error("the tip stays")
	}
	if want := "400 µs after the first lossps 4 sleeps for ever on mmap_lock"; !strings.HasPrefix(light.Piled, want) {
		t.Errorf("a pile-up says %q, want %q", light.Piled, want)
	}
	if light.First != "skip" || light.Jumps != 0 || len(light.Dead)+len(light.Outline) != 0 || light.Nameless != 0 {
		t.Errorf("the keyboard begins at %q, %d stops are out of order; links to nowhere %q; headings that skip a level %q; %d figures without a name",
			light.First, light.Jumps, light.Dead, light.Outline, light.Nameless)
	}
	if light.Numbers == 0 {
		t.Error("no table of numbers")
	}
	if got := light.Steps; len(got) != 5 || got[0] != 1 || got[1] != 2 || got[2] != 1 || got[3] != 0 || got[4] != 2 {
		t.Errorf("the viewer shows %v steps, want 1 2 1 0 2", got)
	}
	if want := "Now task 0 holds pte B+1, task 1 sleeps on key B."; light.State != want {
		t.Errorf("the viewer says %q, want %q", light.State, want)
	}
	if light.Closed != 0 {
		t.Errorf("on paper %d parts are closed", light.Closed)
	}
	dark := look(t, page, "--window-size=1000,800", "--blink-settings=preferredColorScheme=0")
	if dark.Background == light.Background || len(dark.Errors) != 0 {
		t.Errorf("dark is %s, light %s; errors %q", dark.Background, light.Background, dark.Errors)
	}
	if len(light.Faint)+len(dark.Faint) != 0 {
		t.Errorf("text of a contrast below 4.5: light %q, dark %q", light.Faint, dark.Faint)
	}
	if phone := look(t, page, "--window-size=390,800"); phone.Wide > 0 || len(phone.Errors) != 0 {
		t.Errorf("on a phone the page is %d px too wide; errors %q", phone.Wide, phone.Errors)
	}
}

// TestPrint prints the page.
func TestPrint(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes seconds")
	}
	dir := t.TempDir()
	if err := New(evidence()).Write(nil, dir); err != nil {
		t.Fatal(err)
	}
	pdf := filepath.Join(dir, "page.pdf")
	chromium(t, "--no-pdf-header-footer", "--print-to-pdf="+pdf, "file://"+filepath.Join(dir, HTMLFile))
	b, err := os.ReadFile(pdf)
	if err != nil {
		t.Fatal(err)
	}
	if pages := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(b, -1)); !bytes.HasPrefix(b, []byte("%PDF")) || pages < 2 {
		t.Errorf("%d bytes, %d pages", len(b), pages)
	}
}
