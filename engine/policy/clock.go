package policy

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/policies"
)

// clock measures rules one by one, each in a query of its own: helpers that
// rules share are then paid by each, so that the sum is more than a run
// without it takes. A nil clock measures nothing.
type clock struct {
	mu    sync.Mutex
	spent map[string]*finding.Timing
}

// Time makes the evaluator measure every rule.
func (e *Evaluator) Time() { e.clock = &clock{spent: map[string]*finding.Timing{}} }

// Timings returns what each rule took, slowest first; nil without Time.
func (e *Evaluator) Timings() []finding.Timing {
	if e.clock == nil {
		return nil
	}
	e.clock.mu.Lock()
	defer e.clock.mu.Unlock()
	all := make([]finding.Timing, 0, len(e.clock.spent))
	for _, t := range e.clock.spent {
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b finding.Timing) int {
		return cmp.Or(cmp.Compare(b.Micros, a.Micros), strings.Compare(a.Rule, b.Rule))
	})
	return all
}

// split gives each rule a query of its own while time is taken.
func (c *clock) split(rules []*policies.Rule) [][]*policies.Rule {
	if c == nil {
		return [][]*policies.Rule{rules}
	}
	return slices.Collect(slices.Chunk(rules, 1))
}

// start begins to measure a query and returns what ends it.
func (c *clock) start(rules []*policies.Rule) (stop func()) {
	if c == nil {
		return func() {}
	}
	began := time.Now()
	return func() {
		micros := time.Since(began).Microseconds()
		c.mu.Lock()
		defer c.mu.Unlock()
		t := c.spent[rules[0].ID]
		if t == nil {
			t = &finding.Timing{Rule: rules[0].ID}
			c.spent[rules[0].ID] = t
		}
		t.Micros += micros
		t.Runs++
	}
}
