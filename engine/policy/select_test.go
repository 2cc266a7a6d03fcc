package policy

import (
	"testing"

	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/policies"
)

func TestApplies(t *testing.T) {
	legacy := policies.Applies{Models: []string{"object", "workload.service_account_alias"}, APIVersions: []string{"extensions/v1beta1"}}
	narrow := policies.Applies{Models: []string{"workload"}, APIVersions: []string{"extensions/v1beta1"}}
	workload := document.NewMap(nil)
	alias := document.NewMap(nil).Set("service_account_alias", document.NewString("app", nil))
	for _, c := range []struct {
		name     string
		applies  policies.Applies
		version  string
		workload *document.Node
		want     bool
	}{
		{"a kind without a model, by its version", legacy, "extensions/v1beta1", nil, true},
		{"object alone is no reason", legacy, "apps/v1", nil, false},
		{"nor with a workload that has not the rest", legacy, "apps/v1", workload, false},
		{"another model needs no version where object is named", legacy, "apps/v1", alias, true},
		{"without object the version narrows", narrow, "apps/v1", workload, false},
		{"and chooses", narrow, "extensions/v1beta1", workload, true},
		{"but the model is needed", narrow, "extensions/v1beta1", nil, false},
	} {
		model := document.NewMap(nil).Set("object", document.NewMap(nil)).Set("workload", c.workload)
		c.applies.Formats = []string{"kubernetes"}
		got := applies(&policies.Rule{Applies: c.applies}, &document.Document{Format: "kubernetes", APIVersion: c.version, Model: model})
		if got != c.want {
			t.Errorf("%s: %t, want %t", c.name, got, c.want)
		}
	}
	here := &document.Document{Format: "kubernetes", Model: document.NewMap(nil).Set("workload", workload)}
	if applies(&policies.Rule{Applies: policies.Applies{Models: []string{"workload"}, Formats: []string{"compose"}}}, here) {
		t.Error("a rule of another format applies")
	}
}
