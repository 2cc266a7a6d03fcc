package system

import (
	"github.com/faultline-dev/faultline/loaders/document"
)

// containerLists are the lists of containers in a workload model.
var containerLists = [...]string{"containers", "init_containers", "injected_containers"}

// completeResources gives containers what a LimitRange of their namespace
// gives them: default limits, and defaultRequest, or else the limit, as
// request.
func (s *system) completeResources() {
	ranges := s.byType["LimitRange"]
	if len(ranges) == 0 {
		return
	}
	for _, w := range s.workloads {
		for _, lr := range ranges {
			// Without a namespace a LimitRange is meant for its own unit.
			if sameNamespace(lr.Namespace, w.doc.Namespace) && (lr.Namespace != "" && w.doc.Namespace != "" || lr.Unit == w.doc.Unit) {
				applyRange(w.model, lr.Model.Get("limit_range"))
			}
		}
	}
}

func applyRange(model, limits *document.Node) {
	for _, list := range containerLists {
		for _, c := range model.Get(list).Items() {
			c.Get("resources", "limits").Inherit(limits.Get("default"))
			c.Get("resources", "requests").Inherit(limits.Get("default_request"))
			c.Get("resources", "requests").Inherit(limits.Get("default"))
		}
	}
}
