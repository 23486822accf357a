package distinct_test

import (
	"reflect"
	"testing"

	"daxwait/internal/distinct"
)

// TestList: values stand in the order met, each once.
func TestList(t *testing.T) {
	var l distinct.List[string]
	if l.Has("a") || l.Index("a") != -1 || l.All() != nil {
		t.Errorf("an empty list has something: %v", l.All())
	}
	for n, c := range []struct {
		v     string
		i     int
		fresh bool
	}{{"b", 0, true}, {"a", 1, true}, {"b", 0, false}, {"c", 2, true}, {"a", 1, false}} {
		if i, fresh := l.At(c.v); i != c.i || fresh != c.fresh {
			t.Errorf("step %d: At(%q) = %d, %v", n, c.v, i, fresh)
		}
	}
	l.Add("c", "d")
	if want := []string{"b", "a", "c", "d"}; !reflect.DeepEqual(l.All(), want) || l.Index("d") != 3 || !l.Has("a") || l.Has("e") {
		t.Errorf("%v, want %v", l.All(), want)
	}
}

// TestSplit: keys and parts keep the order of what is split.
func TestSplit(t *testing.T) {
	words := []string{"bob", "al", "eve", "ed", "bob", "x"}
	length := func(s string) int { return len(s) }
	keys, parts := distinct.Split(words, length)
	if want := []int{3, 2, 1}; !reflect.DeepEqual(keys, want) || !reflect.DeepEqual(distinct.Keys(words, length), want) {
		t.Errorf("keys %v, want %v", keys, want)
	}
	if want := [][]string{{"bob", "eve", "bob"}, {"al", "ed"}, {"x"}}; !reflect.DeepEqual(parts, want) {
		t.Errorf("parts %v, want %v", parts, want)
	}
}
