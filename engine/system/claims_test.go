package system_test

import (
	"strings"
	"testing"
)

const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop}
spec: {accessModes: [ReadWriteOnce]}
---
`

func TestClaims(t *testing.T) {
	const volume = "      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]"
	readOnly := strings.NewReplacer("mountPath: /data", "mountPath: /data, readOnly: true")
	job := strings.NewReplacer("apps/v1", "batch/v1", "kind: Deployment", "kind: Job")
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"two writers", map[string]string{"a.yaml": claim + deployment("cart", "1", volume) + deployment("web", "1", volume)}, "Deployment shop/web"},
		{"one of them reads", map[string]string{"a.yaml": claim + deployment("cart", "1", volume) + readOnly.Replace(deployment("web", "1", volume))}, ""},
		{"the reader is told nothing", map[string]string{"a.yaml": claim + readOnly.Replace(deployment("cart", "1", volume)) + deployment("web", "1", volume)}, ""},
		{"a claim that is mounted read-only", map[string]string{"a.yaml": claim + deployment("cart", "1", volume) +
			deployment("web", "1", strings.Replace(volume, "claimName: data", "claimName: data, readOnly: true", 1))}, ""},
		{"a Job ends", map[string]string{"a.yaml": claim + deployment("cart", "1", volume) + job.Replace(deployment("web", "1", volume))}, ""},
		{"switched off", map[string]string{"a.yaml": claim + deployment("cart", "1", volume) + deployment("web", "0", volume)}, ""},
		{"another unit is a variant", map[string]string{"a/a.yaml": claim + deployment("cart", "1", volume), "b/b.yaml": deployment("web", "1", volume)}, ""},
		{"alone", map[string]string{"a.yaml": claim + deployment("cart", "1", volume)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := complete(t, c.files)["Deployment shop/cart"].Model.Get("workload", "volumes").At(0)
			if mode := v.Get("access_modes").At(0).Str(); mode != "ReadWriteOnce" {
				t.Errorf("the access mode is %q", mode)
			}
			var who []string
			if list := v.Get("writers"); list != nil {
				for _, w := range list.Items() {
					who = append(who, w.Get("identity").Str())
				}
			}
			if got := strings.Join(who, ", "); got != c.want {
				t.Errorf("writers are %q, want %q", got, c.want)
			}
		})
	}
}

func TestGoverningService(t *testing.T) {
	set := strings.NewReplacer("kind: Deployment", "kind: StatefulSet", "  replicas:", "  serviceName: cart\n  replicas:").
		Replace(deployment("cart", "3", ""))
	service := func(apiVersion, spec string) string {
		return "apiVersion: " + apiVersion + "\nkind: Service\nmetadata: {name: cart, namespace: shop}\nspec: " + spec + "\n---\n"
	}
	for _, c := range []struct{ name, services, found, headless, selects string }{
		{"none", "", "", "", ""},
		{"headless", service("v1", "{clusterIP: None, selector: {app: cart}}"), "true", "true", "true"},
		{"with an address", service("v1", "{selector: {app: cart}}"), "true", "false", "true"},
		{"of other pods", service("v1", "{clusterIP: None, selector: {app: web}}"), "true", "true", "false"},
		{"a good one beside another", service("v1", "{clusterIP: None, selector: {app: cart}}") + service("v1", "{selector: {app: cart}}"), "true", "true", "true"},
		{"Knative's", service("serving.knative.dev/v1", "{template: {spec: {containers: [{image: a:1}]}}}"), "", "", ""},
		{"a label that is filled in later", service("v1", "{clusterIP: None, selector: {app: \"${APP}\"}}"), "true", "true", ""},
		{"unknown", service("v1", "{clusterIP: \"${IP}\", selector: {app: cart}}"), "true", "", "true"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := complete(t, map[string]string{"a.yaml": c.services + set})["StatefulSet shop/cart"].Model.Get("workload", "governing_service")
			got := [3]string{g.Get("found").Scalar(), g.Get("partner", "headless").Scalar(), g.Get("partner", "selects").Scalar()}
			if want := [3]string{c.found, c.headless, c.selects}; got != want {
				t.Errorf("found, headless, selects are %q, want %q", got, want)
			}
		})
	}
}
