package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	stdhtml "html"
	"regexp"
	"strings"
	"testing"
)

// TestPolicy: the page allows the style and the script that it has, and nothing
// else; it has no style of an element alone.
func TestPolicy(t *testing.T) {
	page := html(t, evidence())
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`).FindStringSubmatch(page)
	if policy == nil {
		t.Fatal("no policy")
	}
	want := "default-src 'none'; style-src HASH; script-src HASH; img-src data:"
	for _, tag := range []string{"style", "script"} {
		found := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(page, -1)
		if len(found) != 1 {
			t.Fatalf("%d times %s", len(found), tag)
		}
		sum := sha256.Sum256([]byte(found[0][1]))
		want = strings.Replace(want, "HASH", "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'", 1)
	}
	if got := stdhtml.UnescapeString(policy[1]); got != want {
		t.Errorf("the policy is\n%s\nwant\n%s", got, want)
	}
	for _, bad := range []string{" style=", "\tstyle=", " onclick=", "javascript:", "unsafe"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %q in it", bad)
		}
	}
}

// TestControls: what is not shown stands as an escape, in each form of the report.
func TestControls(t *testing.T) {
	e := evidence()
	e.Sources[0].Name = "a\x1b]0;b\a\u202ec"
	e.Schedules[0].Ending = "ends\u009b31m\u200b```\n<b>"
	e.Profile.Tables[0].Rows[0][0] = "x\u2066y"
	r := New(e)
	for form, write := range map[string]func(*bytes.Buffer) error{
		"HTML": func(b *bytes.Buffer) error { return r.writeHTML(b) }, "Markdown": func(b *bytes.Buffer) error { return r.writeMarkdown(b) }, "text": func(b *bytes.Buffer) error { return r.writeText(b) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if at := strings.IndexAny(b.String(), "\x1b\a\u202e\u009b\u200b\u2066"); at >= 0 {
			t.Errorf("%s: %q", form, b.String()[max(0, at-20):at+20])
		}
		if !strings.Contains(b.String(), `\u202e`) {
			t.Errorf("%s leaves out what is not shown", form)
		}
		if form != "text" && strings.Contains(b.String(), "<b>") {
			t.Errorf("%s has a tag of somebody else's", form)
		}
	}
}
