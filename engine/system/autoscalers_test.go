package system

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReplicas(t *testing.T) {
	hpa := func(name string, bounds string) string {
		return fmt.Sprintf("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: %s}\nspec: {%s, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}}\n", name, bounds)
	}
	keda := func(bounds string) string {
		return fmt.Sprintf("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: keda}\nspec: {%sscaleTargetRef: {name: cart}}\n", bounds)
	}
	for _, c := range []struct {
		name    string
		scalers []string
		want    string // min max autoscaled by
	}{
		{"none", nil, "3 3 false -"},
		{"bounds", []string{hpa("a", "minReplicas: 2, maxReplicas: 8")}, "2 8 true HorizontalPodAutoscaler a"},
		{"minReplicas is 1 by default", []string{hpa("a", "maxReplicas: 8")}, "1 8 true HorizontalPodAutoscaler a"},
		{"KEDA's are 0 and 100, and its autoscaler keeps one", []string{keda("")}, "1 100 true ScaledObject keda"},
		{"KEDA's own", []string{keda("minReplicaCount: 2, maxReplicaCount: 5, ")}, "2 5 true ScaledObject keda"},
		{"of two the higher minimum", []string{hpa("a", "minReplicas: 2, maxReplicas: 8"), hpa("b", "minReplicas: 4, maxReplicas: 5")}, "4 5 true HorizontalPodAutoscaler b"},
		{"in either order", []string{hpa("b", "minReplicas: 4, maxReplicas: 5"), hpa("a", "minReplicas: 2, maxReplicas: 8")}, "4 5 true HorizontalPodAutoscaler b"},
		{"an unknown minimum", []string{hpa("a", "minReplicas: \"${LEAST}\", maxReplicas: 8")}, "? 8 true HorizontalPodAutoscaler a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs := complete(t, append([]string{deployment("cart", 3)}, c.scalers...)...)
			r := docs[0].Model.Get("workload", "replicas")
			var got []string
			for _, key := range []string{"min", "max", "autoscaled", "by"} {
				got = append(got, shown(r.Get(key)))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAutoscalerTarget(t *testing.T) {
	hpa := func(kind, name string) string {
		return fmt.Sprintf("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {maxReplicas: 3, scaleTargetRef: {kind: %s, name: %s}}\n", kind, name)
	}
	const operator = "apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nmetadata: {name: gateway}\nspec: {mode: deployment}\n"
	for _, c := range []struct {
		name, kind, target string
		found              bool
	}{
		{"there", "Deployment", "cart", true},
		{"another name", "Deployment", "carts", false},
		{"another kind", "StatefulSet", "cart", false},
		{"a kind that an operator may scale", "Kafka", "carts", true},
		{"made by an operator", "Deployment", "gateway-collector", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs := complete(t, hpa(c.kind, c.target), deployment("cart", 1), operator)
			if got := docs[0].Model.Get("autoscaler", "target", "found").IsTrue(); got != c.found {
				t.Errorf("found is %v, want %v", got, c.found)
			}
		})
	}
}

func TestScaledContainers(t *testing.T) {
	docs := complete(t, `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart}
spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: cart}}
`, `
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  template:
    spec:
      initContainers:
        - {name: migrate, image: migrate}
        - {name: tunnel, image: tunnel, restartPolicy: Always}
        - {name: istio-init, image: istio/proxyv2:1.27.0}
      containers:
        - {name: app, image: app}
        - {name: istio-proxy, image: istio/proxyv2:1.27.0}
        - {name: linkerd-proxy, image: auto}
`, `
apiVersion: apps/v1
kind: Deployment
metadata: {name: other}
spec: {template: {spec: {containers: [{name: istio-proxy, image: auto}]}}}
`)
	var got []string
	for _, c := range docs[0].Model.Get("autoscaler", "workload", "containers").Items() {
		got = append(got, c.Get("name").Str())
	}
	if diff := cmp.Diff([]string{"app", "linkerd-proxy", "tunnel", "istio-proxy"}, got); diff != "" {
		t.Error(diff)
	}
}
