package plain_test

import (
	"encoding/json"
	"strings"
	"testing"

	"daxwait/internal/plain"
)

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "",
		"a\tb\nc — é ░ 日本":           "a\tb\nc — é ░ 日本",
		"\x1b[31mred\x1b]0;x\a":      `\u001b[31mred\u001b]0;x\u0007`,
		"a\r\nb\r\r\n":               "a\r\nb\\u000d\r\n",
		"\r\b\x7f\x00":               `\u000d\u0008\u007f\u0000`,
		"\u009b31m":                  `\u009b31m`, // C1 in UTF-8
		"\x9b31m":                    `\x9b31m`,   // and as a byte
		"a\u202eb\u2066c":            `a\u202eb\u2066c`,
		"a\u200bb\ufeff\u200d":       `a\u200bb\ufeff\u200d`,
		"\u2028\u2029":               `\u2028\u2029`,
		"\U000e0041":                 `\udb40\udc41`, // a tag
		"\ufffd":                     "\ufffd",
		"\xe2\x80":                   `\xe2\x80`,
		"no-break\u00a0, soft\u00ad": "no-break\u00a0, soft" + `\u00ad`,
	} {
		if got := plain.Text(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
		if plain.Shown(text) != (text == want) {
			t.Errorf("%q stands for itself: %v", text, plain.Shown(text))
		}
		if plain.Line(text) != (text == want && !strings.Contains(text, "\n")) {
			t.Errorf("%q is a line: %v", text, plain.Line(text))
		}
		if plain.Text(want) != want {
			t.Errorf("%q is not plain", want)
		}
	}
}

// TestWriter: however a text is cut, the same is written.
func TestWriter(t *testing.T) {
	const text = "é\u202e日\x1b\U0001f600\xe2\x28\x9b…\r\na\rb\xf0\x9f\n"
	for size := 1; size <= len(text); size++ {
		var b strings.Builder
		w := &plain.Writer{W: &b}
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			if did, err := w.Write([]byte(rest[:n])); did != n || err != nil {
				t.Fatal(did, err)
			}
			rest = rest[n:]
		}
		if want := plain.Text(text); b.String() != want {
			t.Errorf("in pieces of %d: %q, want %q", size, b.String(), want)
		}
	}
}

// TestInJSON: an escape in a string of JSON is what it stands for.
func TestInJSON(t *testing.T) {
	const text = "a\u202eb\x7f\u009b\U000e0041"
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	var got string
	if err := json.Unmarshal([]byte(plain.Text(string(data))), &got); err != nil || got != text {
		t.Errorf("%q, %v", got, err)
	}
}

func TestBrief(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"abcd", 4, "abcd"},
		{"abcdefgh", 4, "abc… (4 bytes) …h"},
		{"ééééé", 8, "ééé… (2 bytes) …é"},
		{"aééééé", 8, "aéé… (4 bytes) …é"},
		{"abcdeé", 4, "abc… (4 bytes) …"},
	} {
		if got := plain.Brief(c.text, c.most); got != c.want {
			t.Errorf("%q in %d is %q, want %q", c.text, c.most, got, c.want)
		}
	}
}

func TestBriefLines(t *testing.T) {
	long := strings.Repeat("x", 4001)
	if got := plain.BriefLines("a\n" + long[:4000]); got != "a\n"+long[:4000] {
		t.Errorf("%d bytes are left of lines that are short enough", len(got))
	}
	if got := plain.BriefLines(long + "\nb"); got != long[:3000]+"… (1 bytes) …"+long[:1000]+"\nb" {
		t.Errorf("a long line is %q", got)
	}
}
