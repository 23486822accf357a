// Package verdict puts one design to the test: it searches all scenarios, plays
// random schedules, and simulates the design beside upstream. What was found is
// a [Verdict]: data, and a page that says it.
//
// What readers of a verdict get wrong is to take "no loss was found" for safe. A
// design is safe within the bounds of the searches only if [Verdict.Safe] says so;
// scenarios without a verdict, searches that hit a limit, and hangs under load are
// each told apart.
package verdict
