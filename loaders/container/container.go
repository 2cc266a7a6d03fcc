// Package container reads what a container's image, command and environment
// say about what it runs, in whichever format they are written.
//
// Its functions take c, the container as it is written: a map with image (a
// text), command and args (lists of words), as Kubernetes has them. Those that
// also take m read the model that was made of it so far.
package container

import "github.com/faultline-dev/faultline/loaders/document"

// Words are the texts of a list's items; what is no scalar is an empty text.
func Words(list *document.Node) []string {
	words := make([]string, list.Len())
	for i, item := range list.Items() {
		words[i] = item.Scalar()
	}
	return words
}
