package cli

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A check uses firstLimit of memory before it collects any garbage, and most
// runs (a commit's few files, one chart) end below it. From then on it collects
// at largerLimit: what lives are mostly documents, which are there until they
// are judged, and marking them again and again took a fifth of a run over 7,000
// objects. While more than half of that lives, Go's usual setting is in
// force.
const (
	firstLimit  = 96 << 20
	largerLimit = 208 << 20
)

// delayCollection keeps the garbage collector from running in a short check.
//
// Go's collector starts at a heap of 4 MiB, and a check passes through that
// again and again while it compiles policies, which live until the end
// anyway: a third of a small run went into marking them. So the collector is
// off but for the memory limit. A limit that stayed in force while more than
// that lives would make the collector run without pause, so every collection
// looks at what lives.
//
// GOGC and GOMEMLIMIT in the environment say that somebody knows better.
func delayCollection() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstLimit)
	afterCollection(watchHeap)
}

// watchHeap looks after every collection whether much has come to live.
func watchHeap() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Uint64() > largerLimit/2 {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
	} else {
		debug.SetGCPercent(-1)
		debug.SetMemoryLimit(largerLimit)
	}
	afterCollection(watchHeap)
}

// afterCollection calls do after the next collection: nothing refers to the
// sentinel, so that any collection finds it.
func afterCollection(do func()) {
	runtime.AddCleanup(new([16]byte), func(struct{}) { do() }, struct{}{})
}
