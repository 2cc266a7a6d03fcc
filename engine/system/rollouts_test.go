package system

import (
	"fmt"
	"testing"
)

// The rows are those of the Deployment controller (ResolveFenceposts): surge
// rounds up, unavailable down, and both may not be nothing.
func TestFenceposts(t *testing.T) {
	for _, c := range []struct {
		replicas           int
		surge, unavailable string
		extra, missing     string
	}{
		{1, "25%", "25%", "1", "0"},
		{2, "25%", "25%", "1", "0"},
		{3, "25%", "25%", "1", "0"},
		{4, "25%", "25%", "1", "1"},
		{5, "25%", "25%", "2", "1"},
		{8, "25%", "25%", "2", "2"},
		{1, "0", "25%", "0", "1"},
		{3, "0", "25%", "0", "1"},
		{3, "0", "0", "0", "1"},
		{1, "1", "1", "1", "1"},
		{1, "1", "0", "1", "0"},
		{2, "1", "1", "1", "1"},
		{2, "0", "100%", "0", "2"},
		{3, "1", "99%", "1", "2"},
		{3, "200%", "0", "6", "0"},
		{3, "1", "7", "1", "3"},
		{0, "25%", "25%", "-", "-"},
	} {
		manifest := fmt.Sprintf(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  replicas: %d
  strategy: {rollingUpdate: {maxSurge: %s, maxUnavailable: %s}}
  template: {spec: {containers: [{name: app, image: app}]}}
`, c.replicas, c.surge, c.unavailable)
		update := complete(t, manifest)[0].Model.Get("workload", "update")
		if extra, missing := shown(update.Get("surge_pods")), shown(update.Get("unavailable_pods")); extra != c.extra || missing != c.missing {
			t.Errorf("%d replicas, surge %s, unavailable %s: %s more and %s missing, want %s and %s",
				c.replicas, c.surge, c.unavailable, extra, missing, c.extra, c.missing)
		}
	}
}

// A rollout is judged at the autoscaler's least replicas.
func TestFencepostsAutoscaled(t *testing.T) {
	docs := complete(t, deployment("cart", 9), `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: cart}
spec: {minReplicaCount: 4, scaleTargetRef: {name: cart}}
`)
	if got := shown(docs[0].Model.Get("workload", "update", "unavailable_pods")); got != "1" {
		t.Errorf("25 %% of 4 are %s pods, want 1", got)
	}
}
