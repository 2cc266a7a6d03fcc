package container

import "testing"

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "5": 5, "5B": 5, "1KiB": 1 << 10, "3TiB": 3 << 40, "8388607TiB": 8388607 << 40} {
		if got, ok := goSize(text); !ok || got != want {
			t.Errorf("goSize(%q) = %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "B", "iB", "KiB", "5Mi", "5M", "5MB", "5mib", "+5", "-5", "5 MiB", "1.5GiB", "5BB", "5KiBB", "8388608TiB", "9223372036854775808"} {
		if got, ok := goSize(text); ok {
			t.Errorf("goSize(%q) = %d, want it refused", text, got)
		}
	}
	for text, want := range map[string]int64{"1": 1, "2k": 2 << 10, "2M": 2 << 20, "2g": 2 << 30, "2T": 2 << 40} {
		if got, ok := javaSize(text); !ok || got != want {
			t.Errorf("javaSize(%q) = %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "0", "g", "1gb", "1.5g", "+1g", "-1g", "8388608t", "9223372036854775808"} {
		if got, ok := javaSize(text); ok {
			t.Errorf("javaSize(%q) = %d, want it refused", text, got)
		}
	}
}
