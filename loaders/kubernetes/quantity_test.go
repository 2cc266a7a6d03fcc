package kubernetes

import (
	"math"
	"strings"
	"testing"
)

func TestQuantity(t *testing.T) {
	for _, test := range []struct {
		text  string
		scale int64
		want  int64
	}{
		{"0", 1, 0}, {"-0", 1, 0}, {"00", 1, 0}, {"1", 1, 1}, {"+1", 1, 1}, {"-1", 1, -1}, {"010", 1, 10}, {"1.", 1, 1},
		{"1Ki", 1, 1 << 10}, {"1Mi", 1, 1 << 20}, {"1Gi", 1, 1 << 30}, {"1Ti", 1, 1 << 40}, {"1Pi", 1, 1 << 50}, {"1Ei", 1, 1 << 60},
		{"1k", 1, 1e3}, {"1M", 1, 1e6}, {"1G", 1, 1e9}, {"1T", 1, 1e12}, {"1P", 1, 1e15}, {"1E", 1, 1e18},
		{"1000000000n", 1, 1}, {"1000000u", 1, 1}, {"1000m", 1, 1},
		{"1e3", 1, 1e3}, {"1E3", 1, 1e3}, {"1e+3", 1, 1e3}, {"1500e-3", 1000, 1500}, {"1.5e3", 1, 1500}, {"1e03", 1, 1e3},
		{"250m", 1000, 250}, {".5", 1000, 500}, {"0.1", 1000, 100}, {"2", 1000, 2000}, {"1.5Gi", 1, 3 << 29}, {"0.5Ki", 1, 512},
		// Rounded up, so that a bound never becomes none.
		{"128m", 1, 1}, {"0.0001", 1000, 1}, {"1n", 1, 1}, {"0.1Ki", 1, 103}, {"1e-200", 1, 1}, {"-1.5", 1, -2}, {"100.5m", 1000, 101},
		// Capped, as Quantity caps it.
		{"10Ei", 1, math.MaxInt64}, {"1E", 1000, math.MaxInt64}, {"1e100", 1, math.MaxInt64}, {"-9E", 1000, math.MinInt64},
		{"9223372036854775807", 1, math.MaxInt64}, {"9223372036854775808", 1, math.MaxInt64},
		{"0e2147483647", 1, 0}, {"1e2147483647", 1, math.MaxInt64}, {"1e-2147483647", 1, 1},
		{strings.Repeat("0", 60) + "7", 1, 7},
	} {
		if got, ok := quantity(test.text, test.scale); !ok || got != test.want {
			t.Errorf("quantity(%q, %d) = %d, %t, want %d", test.text, test.scale, got, ok, test.want)
		}
	}
}

func TestQuantityRefused(t *testing.T) {
	for _, text := range []string{
		"", " ", "1 ", " 1", "1 Gi", "Gi", "m", "-", "+", ".", "-.", "--1", "+-1", "1.2.3", "1,5", "1/2", "1_000", "0x10", "0b1", "1p3",
		"1K", "1ki", "1KI", "1mi", "1gi", "1g", "1t", "1MB", "1GB", "1GiB", "1Gb", "1i", "1mm", "1nn",
		"1e", "1e+", "1e3.5", "1e3Ki", "1e3k", "1e3m", "1e3e3", "1ee3", "1Ee3", "e3", "1e99999999999999999999",
		"Inf", "NaN", "true", "one", "1Gi1", "1٣", strings.Repeat("9", 1000), "1e" + strings.Repeat("9", 1000),
	} {
		if got, ok := quantity(text, 1); ok {
			t.Errorf("quantity(%q) = %d, want it refused", text, got)
		}
	}
}

func FuzzQuantity(f *testing.F) {
	for _, seed := range []string{"1.5Gi", "250m", "1e3", "-1E-3", "1e100", ".", "9223372036854775808Ei"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		whole, ok := quantity(text, 1)
		milli, okMilli := quantity(text, 1000)
		if ok != okMilli {
			t.Fatalf("quantity(%q): the scale decides whether it parses", text)
		}
		if ok && (whole > 0) != (milli > 0) {
			t.Fatalf("quantity(%q): %d whole, %d milli", text, whole, milli)
		}
	})
}
