package kubernetes

import (
	"github.com/faultline-dev/faultline/loaders/document"
)

// volumes reads what a pod mounts; a StatefulSet's claim templates count as
// claims of its own, one a pod, and replace the volumes of their names.
func volumes(spec *document.Node, doc *document.Document) *document.Node {
	list := document.NewList(spec.Get("volumes").Or(spec))
	templates := doc.Object.Get("spec", "volumeClaimTemplates")
	replaced := func(v *document.Node) bool {
		return templates.Any(func(claim *document.Node) bool {
			return claim.Get("metadata", "name").Str() == v.Get("name").Str()
		})
	}
	for _, v := range spec.Get("volumes").Items() {
		if v.Kind == document.Map && !replaced(v) {
			list.Append(volume(v))
		}
	}
	for _, claim := range templates.Items() {
		list.Append(document.NewMap(claim).
			Set("name", text(claim, "metadata", "name")).
			Set("kind", document.NewString("claim_template", claim)).
			Set("access_modes", strs(claim.Get("spec"), "accessModes")))
	}
	return list
}

// markPersistent notes on each container whether it mounts what outlives the
// pod. A csi volume in a pod mostly brings secrets, and does not count.
func markPersistent(w *document.Node) {
	kept := map[string]bool{}
	for _, v := range w.Get("volumes").Items() {
		switch v.Get("kind").Str() {
		case "claim", "claim_template", "host_path", "nfs", "other":
			kept[v.Get("name").Str()] = true
		}
	}
	for _, c := range w.Get("containers").Items() {
		if c.Kind != document.Map {
			continue
		}
		mounts := c.Get("mounts")
		persistent := mounts.Any(func(m *document.Node) bool {
			return kept[m.Get("volume").Str()] && !m.Get("read_only").IsTrue()
		})
		c.Set("persistent", document.NewBool(persistent, mounts.Source()))
	}
}

// volumeKinds maps a volume's source to the model's kind and to the key of
// the name that it refers to.
var volumeKinds = []struct{ source, kind, name string }{
	{"configMap", "config_map", "name"},
	{"secret", "secret", "secretName"},
	{"persistentVolumeClaim", "claim", "claimName"},
	{"emptyDir", "empty_dir", ""},
	{"hostPath", "host_path", "path"},
	{"projected", "projected", ""},
	{"ephemeral", "ephemeral", ""},
	{"csi", "csi", "driver"},
	{"downwardAPI", "downward", ""},
	{"nfs", "nfs", "path"},
}

func volume(v *document.Node) *document.Node {
	m := document.NewMap(v).Set("name", text(v, "name"))
	for _, k := range volumeKinds {
		source := v.Get(k.source)
		if source == nil {
			continue
		}
		m.Set("kind", document.NewString(k.kind, source))
		if k.name != "" && source.Kind == document.Map {
			m.Set("reference", text(source, k.name))
			m.Set("optional", boolean(source, "optional"))
		}
		if k.kind == "claim" {
			m.Set("read_only", boolean(source, "readOnly"))
		}
		if k.kind == "empty_dir" {
			m.Set("size_limit_bytes", amount(1, v, "emptyDir", "sizeLimit"))
			m.Set("medium", text(v, "emptyDir", "medium"))
		}
		return m
	}
	// A volume without a source is an emptyDir to the API server.
	if len(v.Entries()) <= 1 {
		return m.Set("kind", document.NewString("empty_dir", v)).
			Set("size_limit_bytes", document.NewAbsent(v, "emptyDir.sizeLimit"))
	}
	return m.Set("kind", document.NewString("other", v))
}

// spread lists what keeps a workload's pods apart. Whether a constraint's
// selector matches the pods themselves is completed by engine/system.
func spread(spec *document.Node) *document.Node {
	m := document.NewMap(spec)
	constraints := document.NewList(spec.Get("topologySpreadConstraints").Or(spec))
	for _, c := range spec.Get("topologySpreadConstraints").Items() {
		constraints.Append(document.NewMap(c).
			Set("kind", document.NewString("topology", c)).
			Set("key", text(c, "topologyKey")).
			Set("hard", document.NewBool(c.Get("whenUnsatisfiable").Str() != "ScheduleAnyway", c)))
	}
	anti := spec.Get("affinity", "podAntiAffinity")
	for _, term := range anti.Get("requiredDuringSchedulingIgnoredDuringExecution").Items() {
		constraints.Append(antiAffinity(term, term, true))
	}
	for _, weighted := range anti.Get("preferredDuringSchedulingIgnoredDuringExecution").Items() {
		constraints.Append(antiAffinity(weighted, weighted.Get("podAffinityTerm"), false))
	}
	return m.Set("constraints", constraints)
}

func antiAffinity(at, term *document.Node, hard bool) *document.Node {
	return document.NewMap(at).
		Set("kind", document.NewString("anti_affinity", at)).
		Set("key", text(term, "topologyKey")).
		Set("hard", document.NewBool(hard, at))
}
