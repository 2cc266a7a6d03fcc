package system_test

import (
	"strings"
	"testing"
)

func TestQuotas(t *testing.T) {
	const quota = `apiVersion: v1
kind: ResourceQuota
metadata: {name: shop, namespace: shop}
spec: {hard: {requests.cpu: "4"}}
---
`
	const scaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart, namespace: shop}
spec: {minReplicas: 2, maxReplicas: 6, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}}
`
	for _, c := range []struct {
		name                      string
		files                     map[string]string
		least, most, rollout, who string
	}{
		{"sum and rollout", map[string]string{"a.yaml": quota + deployment("cart", "2", "") + deployment("web", "1", "")},
			"3000", "3000", "4000", "Deployment shop/cart, Deployment shop/web"},
		{"autoscaler", map[string]string{"a.yaml": quota + deployment("cart", "1", "") + scaler}, "2000", "6000", "3000", "Deployment shop/cart"},
		{"rollouts that take a pod away first need no room",
			map[string]string{"a.yaml": quota + strings.Replace(deployment("cart", "2", ""), "  selector:",
				"  strategy: {rollingUpdate: {maxUnavailable: 1}}\n  selector:", 1)}, "2000", "2000", "", "Deployment shop/cart"},
		{"Recreate neither", map[string]string{"a.yaml": quota + strings.Replace(deployment("cart", "2", ""), "  selector:",
			"  strategy: {type: Recreate}\n  selector:", 1)}, "2000", "2000", "", "Deployment shop/cart"},
		{"init containers count where they are larger", map[string]string{"a.yaml": quota + deployment("cart", "2",
			"      initContainers: [{name: init, image: a:1, resources: {requests: {cpu: 3}}}]")}, "6000", "6000", "9000", "Deployment shop/cart"},
		{"the pod's own resources", map[string]string{"a.yaml": quota + deployment("cart", "2",
			"      resources: {requests: {cpu: 1500m}}")}, "3000", "3000", "4500", "Deployment shop/cart"},
		{"variants count once", map[string]string{"dev/a.yaml": quota + deployment("cart", "1", ""), "live/a.yaml": deployment("cart", "9", "")},
			"1000", "1000", "2000", "Deployment shop/cart"},
		{"another namespace", map[string]string{"a.yaml": quota + strings.Replace(deployment("cart", "2", ""), "namespace: shop", "namespace: other", 1)},
			"", "", "", ""},
		{"unknown replicas add nothing", map[string]string{"a.yaml": quota + deployment("cart", "${REPLICAS}", "") + deployment("web", "1", "")},
			"1000", "1000", "2000", "Deployment shop/web"},
		{"no namespace: the unit", map[string]string{"a/a.yaml": strings.ReplaceAll(quota+deployment("cart", "2", ""), ", namespace: shop", ""),
			"b/b.yaml": strings.Replace(deployment("web", "2", ""), ", namespace: shop", "", 1)}, "2000", "2000", "3000", "Deployment cart"},
		{"one namespace is not written", map[string]string{"a.yaml": strings.Replace(quota, ", namespace: shop", "", 1) + deployment("cart", "2", "")},
			"", "", "", ""},
		{"scopes select other pods", map[string]string{"a.yaml": strings.Replace(quota, "spec: {", "spec: {scopes: [BestEffort], ", 1) +
			deployment("cart", "2", "")}, "", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs := complete(t, c.files)
			quota := docs["ResourceQuota shop/shop"]
			if quota == nil {
				quota = docs["ResourceQuota shop"]
			}
			limit := quota.Model.Get("quota", "limits").At(0)
			if hard := limit.Get("hard").Scalar(); hard != "4000" {
				t.Errorf("hard is %s", hard)
			}
			var who []string
			if list := limit.Get("workloads"); list != nil {
				for _, w := range list.Items() {
					who = append(who, w.Get("identity").Str())
				}
			}
			got := []string{limit.Get("used_min").Scalar(), limit.Get("used_max").Scalar(), limit.Get("rollout", "used").Scalar(), strings.Join(who, ", ")}
			want := []string{c.least, c.most, c.rollout, c.who}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("used_min, used_max, rollout, workloads are %q, want %q", got, want)
					break
				}
			}
		})
	}
}
