package cli

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A check uses firstHeap of memory before it collects any garbage, and most
// runs (a commit's few files, one chart) end below it. From then on it collects
// when the heap reaches usualHeap: what lives are mostly documents, which are
// there until they are judged, and marking them again and again took a fifth
// of a run over 7,000 objects. While more than half of that lives, the heap may
// grow to twice what lives, which is Go's own setting.
const (
	firstHeap = 96 << 20
	usualHeap = 208 << 20
)

// delayCollection keeps the garbage collector from running in a short check.
//
// Go's collector starts at a heap of 4 MiB, and a check passes through that
// again and again while it compiles policies, which live until the end
// anyway: a third of a small run went into marking them. So the collector is
// off but for a memory limit, which is lifted when much lives: below it the
// collector would run without pause.
//
// GOGC and GOMEMLIMIT in the environment say that somebody knows better.
func delayCollection() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstHeap)
	afterCollection(watchHeap)
}

// watchHeap chooses after every collection when the next one is due. It may
// come late, when much more lives than at the last choice: hence the limit.
func watchHeap() {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	percent, limit := 100, int64(math.MaxInt64)
	if live := sample[0].Value.Uint64(); live < usualHeap/2 {
		percent, limit = int((usualHeap-live)*100/max(live, 1<<20)), usualHeap+usualHeap/8
	}
	debug.SetGCPercent(percent)
	debug.SetMemoryLimit(limit)
	afterCollection(watchHeap)
}

// afterCollection calls do after the next collection: nothing refers to the
// sentinel, so that any collection finds it.
func afterCollection(do func()) {
	runtime.AddCleanup(new([16]byte), func(struct{}) { do() }, struct{}{})
}
