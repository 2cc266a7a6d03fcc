package system

import (
	"github.com/faultline-dev/faultline/loaders/document"
)

// completeRollouts computes what a rollout does to a workload at its least
// replicas: how many pods may be missing and how many extra ones there are.
func (s *system) completeRollouts() {
	for _, w := range s.workloads {
		update := w.model.Get("update")
		replicas, ok := w.model.Get("replicas", "min").Int()
		if update == nil || !ok || replicas < 1 {
			continue
		}
		unavailable, surge := update.Get("max_unavailable"), update.Get("max_surge")
		if unavailable == nil || unavailable.Kind != document.String {
			continue
		}
		missing, ok := floor(unavailable.Text, replicas)
		if !ok {
			continue
		}
		extra := int64(0)
		if surge != nil && surge.Kind == document.String {
			if extra, ok = pods(surge.Text, replicas); !ok {
				continue
			}
		}
		// ResolveFenceposts: when both round to nothing, one pod may be missing.
		if missing == 0 && extra == 0 {
			missing = 1
		}
		update.Set("unavailable_pods", unavailable.Restate(min(missing, replicas)))
		update.Set("surge_pods", unavailable.Restate(extra))
	}
}

// floor resolves "1" or "25%" of n, rounding down as rollouts do for
// maxUnavailable.
func floor(text string, n int64) (int64, bool) {
	up, ok := pods(text, n)
	if !ok || text[len(text)-1] != '%' {
		return up, ok
	}
	// Rounding down is rounding up unless there is a remainder.
	exact, _ := pods(text, 100*n)
	return exact / 100, true
}
