// Command generate reads the METADATA of every bundled rule, checks it, and
// writes what is made of it: the Go index, a page a rule, and the catalogue.
// It runs in policies/ by go generate.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := generate("."); err != nil {
		fmt.Fprintln(os.Stderr, "policies/generate:", err)
		os.Exit(1)
	}
}

func generate(root string) error {
	all, err := readRules(root)
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	libraries, err := readLibraries(root)
	if err != nil {
		return err
	}
	digest, err := digestOf(root)
	if err != nil {
		return err
	}
	index, err := goIndex(all, libraries, digest)
	if err != nil {
		return err
	}
	files[root+"/index.go"] = index
	files[root+"/README.md"] = catalogue(all)
	for i := range all {
		files[root+"/"+all[i].Family+"/"+all[i].ID+"/README.md"] = page(&all[i])
	}
	for name, text := range files {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
