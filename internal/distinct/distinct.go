// Package distinct keeps values in the order met, each once, and splits lists by such
// values, in time that grows as the list does.
//
// What its users get wrong is to look for a value in a slice, once for each record: of
// a hundred records nobody notices.
package distinct

// List is values in the order met, each once. The zero value has none.
type List[T comparable] struct {
	at  map[T]int
	all []T
}

// At returns where a value is, which it adds if it is new.
func (l *List[T]) At(v T) (i int, fresh bool) {
	if i, ok := l.at[v]; ok {
		return i, false
	}
	if l.at == nil {
		l.at = map[T]int{}
	}
	l.at[v] = len(l.all)
	l.all = append(l.all, v)
	return len(l.all) - 1, true
}

// Add adds values that are new.
func (l *List[T]) Add(values ...T) {
	for _, v := range values {
		l.At(v)
	}
}

// Index returns where a value is, or -1.
func (l *List[T]) Index(v T) int {
	if i, ok := l.at[v]; ok {
		return i
	}
	return -1
}

// Has reports whether a value is there.
func (l *List[T]) Has(v T) bool { return l.Index(v) >= 0 }

// All returns the values. They are the list's own.
func (l *List[T]) All() []T { return l.all }

// Keys returns the keys of a list.
func Keys[V any, K comparable](list []V, key func(V) K) []K {
	var keys List[K]
	for _, v := range list {
		keys.At(key(v))
	}
	return keys.all
}

// Split returns the keys of a list, and beside each what has that key. Both are in the
// order of the list.
func Split[V any, K comparable](list []V, key func(V) K) (keys []K, parts [][]V) {
	var met List[K]
	for _, v := range list {
		i, fresh := met.At(key(v))
		if fresh {
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], v)
	}
	return met.all, parts
}
