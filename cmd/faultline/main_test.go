package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// main only connects the process to the CLI; what grows here cannot be tested.
func TestMainIsShort(t *testing.T) {
	source, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(source, []byte("\n")); lines > 30 {
		t.Errorf("main.go has %d lines; 30 are enough", lines)
	}
}

// TestDependencies keeps out of the binary what would make every start slower
// or the binary larger by a magnitude. A loader that needs one of the formats'
// libraries takes it off this list, and measures.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	refused := []string{
		"k8s.io/client-go", "k8s.io/api/", "k8s.io/apimachinery", "helm.sh/", "github.com/aws/", "github.com/Azure/", "cloud.google.com/", "google.golang.org/grpc",
		"github.com/santhosh-tekuri/jsonschema", "github.com/compose-spec/", "github.com/hashicorp/hcl",
		"github.com/rogpeppe/", "testing",
	}
	for dependency := range strings.Lines(string(out)) {
		dependency = strings.TrimSpace(dependency)
		for _, prefix := range refused {
			if dependency == prefix || strings.HasPrefix(dependency, prefix) && strings.Contains(prefix, "/") {
				t.Errorf("the binary depends on %s", dependency)
			}
		}
	}
}
