package cli

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// heapBeforeCollection is how much memory a check uses before it collects any
// garbage. Most runs (a commit's few files, one chart) end below it.
const heapBeforeCollection = 96 << 20

// Above it the collector runs rarely as long as little lives: what lives is
// mostly documents, which stay until the end, and marking them again and again
// took a fifth of a run over 7,000 objects. Past smallHeap memory matters
// more, and Go's usual setting is back.
const (
	rareCollection = 200
	smallHeap      = 192 << 20
)

// delayCollection keeps the garbage collector from running in a short check.
//
// Go's collector starts at a heap of 4 MiB, and a check passes through that
// again and again while it compiles policies, which live until the end
// anyway: a third of a small run went into marking them. So the collector is
// off until the memory limit, and the first collection, which the limit
// forces, lifts the limit: one that stayed in force would make the collector
// run without pause once more than that lives.
//
// GOGC and GOMEMLIMIT in the environment say that somebody knows better.
func delayCollection() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapBeforeCollection)
	afterCollection(func() {
		debug.SetGCPercent(rareCollection)
		debug.SetMemoryLimit(math.MaxInt64)
		watchHeap()
	})
}

// watchHeap looks after every collection whether much has come to live.
func watchHeap() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Uint64() > smallHeap {
		debug.SetGCPercent(100)
		return
	}
	afterCollection(watchHeap)
}

// afterCollection calls do after the next collection: nothing refers to the
// sentinel, so that any collection finds it.
func afterCollection(do func()) {
	runtime.AddCleanup(new([16]byte), func(struct{}) { do() }, struct{}{})
}
