package cli

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// heapBeforeCollection is how much memory a check uses before it collects any
// garbage. Most runs (a commit's few files, one chart) end below it. Above it
// the collector works as usual, so that memory stays within twice what lives.
const heapBeforeCollection = 96 << 20

// delayCollection keeps the garbage collector from running in a short check.
//
// Go's collector starts at a heap of 4 MiB, and a check passes through that
// again and again while it compiles policies, which live until the end
// anyway: a third of a small run went into marking them. So the collector is
// off until the memory limit, and the first collection, which the limit
// forces, restores the defaults: a limit that stayed in force would make the
// collector run without pause once more than that lives.
//
// GOGC and GOMEMLIMIT in the environment say that somebody knows better.
func delayCollection() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapBeforeCollection)
	// Nothing refers to the sentinel: the first collection finds it.
	runtime.AddCleanup(new([16]byte), func(struct{}) {
		debug.SetMemoryLimit(math.MaxInt64)
		debug.SetGCPercent(100)
	}, struct{}{})
}
