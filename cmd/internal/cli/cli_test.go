package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

const shop = "../../../fixtures/shop/bad"

func run(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err := Run(context.Background(), args, Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr})
	return stdout.String(), stderr.String(), ExitCode(err)
}

func TestOutputIsTheSameOnEveryRun(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		first, _, code := run(t, "check", "--format", format, shop)
		if code != ExitFindings || first == "" {
			t.Fatalf("%s: exit code %d, %d bytes", format, code, len(first))
		}
		for range 3 {
			if again, _, _ := run(t, "check", "--format", format, shop); again != first {
				t.Errorf("%s: a second run differs", format)
			}
		}
	}
}

func TestJSONOfARunKeepsTheSchema(t *testing.T) {
	schema, err := jsonschema.Compile("../../../engine/report/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	out, _, _ := run(t, "check", "--format", "json", shop)
	var value any
	if err := json.Unmarshal([]byte(out), &value); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%#v", err)
	}
}

func TestCancelledRun(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	err := Run(ctx, []string{"check", shop}, Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr})
	if ExitCode(err) != ExitInternal || stdout.Len() > 0 || !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("exit code %d, output %q, errors %q", ExitCode(err), stdout.String(), stderr.String())
	}
}

type panicking struct{}

func (panicking) Write([]byte) (int, error) { panic("out of ink") }

func TestPanicIsAnInternalError(t *testing.T) {
	var stderr bytes.Buffer
	err := Run(context.Background(), []string{"version"}, Streams{Out: panicking{}, Err: &stderr})
	if ExitCode(err) != ExitInternal || !strings.Contains(stderr.String(), "internal error: out of ink") || strings.Contains(stderr.String(), "goroutine") {
		t.Errorf("exit code %d, errors %q", ExitCode(err), stderr.String())
	}
}

func TestErrorsAreSafeToPrint(t *testing.T) {
	if _, errs, code := run(t, "check", "a\x1b[2Jb"); code != ExitUsage || strings.Contains(errs, "\x1b") {
		t.Errorf("exit code %d, errors %q", code, errs)
	}
}

func TestExitCode(t *testing.T) {
	for want, err := range map[int]error{
		ExitOK:     nil,
		ExitUsage:  errors.New("of the command line's parser"),
		ExitUnread: errors.Join(&ExitError{Code: ExitUnread}),
	} {
		if got := ExitCode(err); got != want {
			t.Errorf("ExitCode(%v) = %d, want %d", err, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"memory-limit", "memory-request", "readiness-probe", "liveness-probe"}
	for word, want := range map[string]string{
		"memory-limt": "memory-limit", "probe": "readiness-probe", "livenes": "liveness-probe",
		"MEMORY-LIMIT": "memory-limit", "memory": "memory-limit",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestKubernetesVersion(t *testing.T) {
	for text, valid := range map[string]bool{
		"1.34": true, "1.0": true, "": false, "1": false, "1.": false, ".1": false, "1.34.2": false,
		"v1.34": false, "1.+4": false, "1.034": false, "-1.2": false, "1.x": false,
	} {
		var v kubernetesVersion
		if err := v.Set(text); (err == nil) != valid {
			t.Errorf("Set(%q) = %v", text, err)
		}
	}
}

// What lives must bring Go's usual setting back, or a large input would keep
// the program collecting at its limit.
func TestCollectorFollowsWhatLives(t *testing.T) {
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	collector := func() [2]uint64 {
		samples := []metrics.Sample{{Name: "/gc/gogc:percent"}, {Name: "/gc/gomemlimit:bytes"}}
		metrics.Read(samples)
		return [2]uint64{samples[0].Value.Uint64(), samples[1].Value.Uint64()}
	}
	usual := [2]uint64{100, math.MaxInt64}
	little := func(at [2]uint64) bool { return at[0] > 100 && at[1] == usualHeap+usualHeap/8 }
	reaches := func(what string, wanted func([2]uint64) bool) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); !wanted(collector()); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s: the collector is at %v", what, collector())
			}
			runtime.GC()
		}
	}
	delayCollection()
	const off = math.MaxUint64 // -1, as the metric holds it
	if at := collector(); at != [2]uint64{off, firstHeap} {
		t.Errorf("the collector is at %v from the start", at)
	}
	reaches("little lives", little)
	much := make([]byte, usualHeap/2+1)
	reaches("much lives", func(at [2]uint64) bool { return at == usual })
	runtime.KeepAlive(much)
	much = nil
	reaches("little lives again", little)
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	if p := newProgress(&b, true); p != nil {
		t.Error("progress is shown on what is no terminal")
	}
	var none *progress
	none.update(1, 2)
	none.clear()
	p := &progress{w: &b, next: time.Now().Add(time.Hour)}
	p.update(1, 200)
	p.clear()
	if b.Len() > 0 {
		t.Errorf("a short run shows %q", b.String())
	}
	p.next = time.Time{}
	p.update(2, 200)
	p.update(3, 200)
	p.clear()
	if got := b.String(); got != "\r\x1b[Kreading 2 of 200 files\r\x1b[K" {
		t.Errorf("progress shows %q", got)
	}
}
