package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// arguments adds to a rule's own what every template may use: object,
// copies (" (3 replicas)") and reach (who sends traffic to the workload). Both
// are empty where the model does not say.
func (d *describer) arguments(own map[string]any) map[string]any {
	if own == nil {
		own = make(map[string]any, 3)
	}
	for _, arg := range [...][2]string{{"object", d.name}, {"copies", d.copies}, {"reach", d.reach}} {
		if _, given := own[arg[0]]; !given {
			own[arg[0]] = arg[1]
		}
	}
	return own
}

func copies(workload *document.Node) string {
	least, ok1 := workload.Get("replicas", "min").Int()
	most, ok2 := workload.Get("replicas", "max").Int()
	switch {
	case !ok1 || !ok2:
		return ""
	case least != most:
		return fmt.Sprintf(" (%d to %d replicas)", least, most)
	case most == 1:
		return " (1 replica)"
	}
	return fmt.Sprintf(" (%d replicas)", most)
}

// reach names at most three Services and routes that lead to a workload.
func reach(workload *document.Node) string {
	var names []string
	for _, list := range [...]string{"services", "routes"} {
		neighbours := workload.Get(list)
		if neighbours == nil {
			continue
		}
		for _, n := range neighbours.Items() {
			if name := n.Get("identity").Str(); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) == 1:
		return ", which serves " + names[0]
	case len(names) > 3:
		names = append(names[:3], fmt.Sprintf("%d more", len(names)-3))
	}
	last := len(names) - 1
	return ", which serves " + strings.Join(names[:last], ", ") + " and " + names[last]
}
