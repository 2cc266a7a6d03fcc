package cli

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// progress shows on a terminal how far a long run has come. A library would
// draw bars; a line that says what is counted is enough, costs nothing at
// start-up, and never reaches a log.
type progress struct {
	w       io.Writer
	mu      sync.Mutex
	next    time.Time
	visible bool
}

const (
	// quietStart hides the progress of runs that end before one would wonder.
	quietStart = 700 * time.Millisecond
	// frame is the least time between two drawings.
	frame = 100 * time.Millisecond
)

// newProgress returns nil, which shows nothing, unless w is a terminal.
func newProgress(w io.Writer, wanted bool) *progress {
	if !wanted || !isTerminal(w) {
		return nil
	}
	return &progress{w: w, next: time.Now().Add(quietStart)}
}

// update may be called by many goroutines.
func (p *progress) update(done, total int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); now.After(p.next) {
		p.next, p.visible = now.Add(frame), true
		fmt.Fprintf(p.w, "\r\x1b[Kreading %d of %d files", done, total)
	}
}

// note replaces the line.
func (p *progress) note(text string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.visible {
		fmt.Fprint(p.w, "\r\x1b[K"+text)
	}
}

// clear removes the line before anything else is written.
func (p *progress) clear() { p.note("") }
