package system

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/loaders/document"
)

// TestNeededPods compares the budget's arithmetic for 1 to 12 pods with the
// disruption controller's, which is written here once more in floating point.
func TestNeededPods(t *testing.T) {
	values := []string{"0", "1", "2", "3", "6", "11", "12", "13"}
	for p := 0; p <= 100; p += 10 {
		values = append(values, fmt.Sprintf("%d%%", p))
	}
	values = append(values, "1%", "25%", "33%", "34%", "50%", "51%", "66%", "67%", "75%", "99%")
	for n := int64(1); n <= 12; n++ {
		for _, value := range values {
			var pods int64
			if share, ok := strings.CutSuffix(value, "%"); ok {
				var p float64
				fmt.Sscan(share, &p)
				for float64(pods) < p*float64(n)/100-1e-9 {
					pods++
				}
			} else {
				fmt.Sscan(value, &pods)
			}
			if got, _, ok := neededPods(budgetOf(value, ""), n); !ok || got != pods {
				t.Errorf("minAvailable %s of %d pods needs %d (%v), want %d", value, n, got, ok, pods)
			}
			if got, _, ok := neededPods(budgetOf("", value), n); !ok || got != max(n-pods, 0) {
				t.Errorf("maxUnavailable %s of %d pods needs %d (%v), want %d", value, n, got, ok, max(n-pods, 0))
			}
		}
	}
}

// The values at which a budget stops to allow anything.
func TestNeededPodsBoundaries(t *testing.T) {
	for _, c := range []struct {
		least, most string
		pods, want  int64
	}{
		{"90%", "", 9, 9}, {"90%", "", 10, 9}, {"50%", "", 1, 1}, {"50%", "", 2, 1}, {"50%", "", 3, 2},
		{"75%", "", 3, 3}, {"75%", "", 4, 3}, {"100%", "", 12, 12}, {"0%", "", 3, 0},
		{"", "1%", 3, 2}, {"", "0%", 3, 3}, {"", "50%", 3, 1}, {"", "100%", 3, 0}, {"", "5", 3, 0},
		{"", "", 3, 3},
	} {
		got, _, ok := neededPods(budgetOf(c.least, c.most), c.pods)
		if !ok || got != c.want {
			t.Errorf("minAvailable %q, maxUnavailable %q of %d pods needs %d (%v), want %d", c.least, c.most, c.pods, got, ok, c.want)
		}
	}
	for _, refused := range []string{"150%", "-1", "-5%", "many"} {
		if got, _, ok := neededPods(budgetOf(refused, ""), 3); ok {
			t.Errorf("minAvailable %q of 3 pods needs %d, want no answer", refused, got)
		}
	}
}

func budgetOf(least, most string) *document.Node {
	b := document.NewMap(nil)
	for key, value := range map[string]string{"min_available": least, "max_unavailable": most} {
		if value == "" {
			b.Set(key, document.NewAbsent(nil, key))
		} else {
			b.Set(key, document.NewString(value, nil))
		}
	}
	return b
}

func TestBudgetCounts(t *testing.T) {
	const budget = `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: cart}
spec:
  %s
  selector: {matchLabels: {app: cart}}
`
	const scaler = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart}
spec: {minReplicas: %d, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}}
`
	for _, c := range []struct {
		name  string
		files []string
		want  string // expected needed allowed
	}{
		{"one workload", []string{budgetWith(budget, "minAvailable: 2"), deployment("cart", 3)}, "3 2 1"},
		{"two workloads count together", []string{budgetWith(budget, "minAvailable: 1"), deployment("cart", 1), deployment("cart-worker", 1)}, "2 1 1"},
		{"the autoscaler's minimum counts", []string{budgetWith(budget, "minAvailable: 2"), deployment("cart", 5), fmt.Sprintf(scaler, 2)}, "2 2 0"},
		{"more than there are", []string{budgetWith(budget, "minAvailable: 4"), deployment("cart", 3)}, "3 4 0"},
		{"neither field", []string{budgetWith(budget, "minAvailable:"), deployment("cart", 3)}, "3 3 0"},
		{"a percentage leaves Jobs out", []string{budgetWith(budget, "maxUnavailable: 50%"), deployment("cart", 3), podOf("batch/v1", "Job")}, "3 1 2"},
		{"a percentage leaves bare pods out", []string{budgetWith(budget, "minAvailable: 50%"), deployment("cart", 2), podOf("v1", "Pod")}, "2 1 1"},
		{"a number counts bare pods", []string{budgetWith(budget, "minAvailable: 2"), deployment("cart", 2), podOf("v1", "Pod")}, "3 2 1"},
		{"a number of a DaemonSet is unknown", []string{budgetWith(budget, "minAvailable: 2"), podOf("apps/v1", "DaemonSet")}, "? ? ?"},
		{"placeholder", []string{budgetWith(budget, "minAvailable: ${LEAST}"), deployment("cart", 2)}, "? ? ?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs := complete(t, c.files...)
			b := docs[0].Model.Get("budget")
			var got []string
			for _, key := range []string{"expected", "needed", "allowed"} {
				got = append(got, shown(b.Get(key)))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRivals(t *testing.T) {
	pdb := func(name, namespace, selector string) string {
		return fmt.Sprintf("apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: %s%s}\nspec: {maxUnavailable: 1, selector: %s}\n", name, namespace, selector)
	}
	docs := complete(t, pdb("a", "", "{}"), pdb("b", "", "{matchLabels: {app: cart}}"), pdb("b", "", "{matchLabels: {app: cart}}"),
		pdb("c", ", namespace: other", "{matchLabels: {app: cart}}"), deployment("cart", 2))
	var got []string
	for _, doc := range docs[:4] {
		var names []string
		for _, r := range doc.Model.Get("budget", "rivals").Items() {
			names = append(names, r.Get("identity").Str())
		}
		got = append(got, strings.Join(names, " and "))
	}
	want := []string{
		"PodDisruptionBudget b and PodDisruptionBudget other/c", "PodDisruptionBudget a and PodDisruptionBudget other/c",
		"PodDisruptionBudget a and PodDisruptionBudget other/c", "PodDisruptionBudget a and PodDisruptionBudget b",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func budgetWith(budget, field string) string { return fmt.Sprintf(budget, field) }

func shown(n *document.Node) string {
	switch {
	case n == nil:
		return "-"
	case n.Kind == document.Unknown:
		return "?"
	}
	return n.Text
}

func deployment(name string, replicas int) string {
	return fmt.Sprintf(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: %s}
spec:
  replicas: %d
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: app, image: app}]}
`, name, replicas)
}

func podOf(apiVersion, kind string) string {
	labels, spec := "{labels: {app: cart}}", "{containers: [{name: app, image: app}]}"
	if kind == "Pod" {
		return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata: {name: other, labels: {app: cart}}\nspec: %s\n", apiVersion, kind, spec)
	}
	return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata: {name: other}\nspec: {template: {metadata: %s, spec: %s}}\n", apiVersion, kind, labels, spec)
}
