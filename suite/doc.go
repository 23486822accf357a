// Package suite is the door for designs that live in a module of their own: the
// whole command with them in its catalogue ([Main]), a verdict as data ([Judge]), a
// test that fails with the losing schedule ([Test]), and benchmarks beside upstream
// ([Bench]). daxwait new writes such a module.
//
// A design is a [Design]: a name, its story, and either a daxcore.Policy or a
// function that makes a daxcore.EntryLock.
//
// A design that is code may not come back, so it runs in a process of its own, which
// is this program started again: see [Contain] and [TestMain].
//
// What authors get wrong is to trust a benchmark that ran through: traffic rescues
// tasks that were lost. Test comes before Bench.
package suite
