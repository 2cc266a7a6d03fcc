package system

import (
	"slices"

	"github.com/faultline-dev/faultline/loaders/document"
)

// claimUse is a workload's volume that is a claim.
type claimUse struct {
	w      *workload
	volume *document.Node
}

// joinClaims gives a pod's claims their access modes, and the other workloads
// that write to them.
func (s *system) joinClaims() {
	users := map[*document.Document][]claimUse{}
	var order []*document.Document
	for _, w := range s.workloads {
		for _, v := range w.model.Get("volumes").Items() {
			if v.Get("kind").Str() != "claim" {
				continue
			}
			for _, hit := range s.named(w.doc, "PersistentVolumeClaim", w.doc.Namespace, v.Get("reference").Str()) {
				v.Set("access_modes", hit.Model.Get("claim", "access_modes"))
				v.Set("partner", neighbour(hit, at(hit.Object, "spec", "accessModes")))
				if users[hit] == nil {
					order = append(order, hit)
				}
				users[hit] = append(users[hit], claimUse{w, v})
			}
		}
	}
	for _, claim := range order {
		for _, use := range users[claim] {
			addWriters(use, users[claim])
		}
	}
}

// addWriters notes on a claim's volume who else of the unit writes to it.
// What ends is left out: a Job that fills or saves a volume comes and goes.
func addWriters(use claimUse, all []claimUse) {
	if !writes(use) {
		return
	}
	list := document.NewList(use.volume.Source())
	seen := []string{use.w.doc.Identity()}
	for _, other := range all {
		name := other.w.doc.Identity()
		if slices.Contains(seen, name) || other.w.doc.Unit != use.w.doc.Unit || !writes(other) {
			continue
		}
		seen = append(seen, name)
		add(list, neighbour(other.w.doc, other.volume.Source()))
	}
	if list.Len() > 0 {
		use.volume.Set("writers", list)
	}
}

// writes reports whether a long-running container is known to mount the
// volume other than read-only.
func writes(use claimUse) bool {
	if use.w.model.Get("role").Str() == "job" || mayBeReadOnly(use.volume) {
		return false
	}
	if most, ok := use.w.model.Get("replicas", "max").Int(); ok && most == 0 {
		return false
	}
	name := use.volume.Get("name").Str()
	for _, c := range use.w.model.Get("containers").Items() {
		for _, m := range c.Get("mounts").Items() {
			if m.Get("volume").Str() == name && !mayBeReadOnly(m) {
				return true
			}
		}
	}
	return false
}

func mayBeReadOnly(n *document.Node) bool {
	v := n.Get("read_only")
	return v.IsTrue() || v != nil && v.Kind == document.Unknown
}
