package container

import (
	"strings"
	"testing"
)

// TestCatalogue holds that no image stands for two technologies.
func TestCatalogue(t *testing.T) {
	seen := map[string]bool{}
	for _, entry := range catalogue {
		for _, image := range strings.Fields(entry.images) {
			if seen[image] {
				t.Errorf("%s is listed twice", image)
			}
			seen[image] = true
		}
	}
}
