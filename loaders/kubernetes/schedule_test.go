package kubernetes

import (
	"testing"
	"time"
)

func TestShortestInterval(t *testing.T) {
	const day = 24 * time.Hour
	for schedule, want := range map[string]time.Duration{
		"* * * * *":             time.Minute,
		"*/1 * * * *":           time.Minute,
		"*/5 * * * *":           5 * time.Minute,
		"*/45 * * * *":          15 * time.Minute, // :00 and :45
		"0 * * * *":             time.Hour,
		"30 */6 * * *":          6 * time.Hour,
		"0 */5 * * *":           4 * time.Hour, // 20:00 to 00:00
		"0 9-17 * * 1-5":        time.Hour,
		"0 9,10 * * *":          time.Hour,
		"0 2 * * *":             day,
		"0 23,1 * * *":          2 * time.Hour,
		"0 2 * * MON":           7 * day,
		"0 2 * * mon,Wed":       2 * day,
		"0 2 1 * *":             28 * day,
		"0 2 1,15 * *":          14 * day,
		"0 0 1 * 1":             day, // either: the first, or a Monday
		"0 0 */2 * *":           day, // the 31st, then the first
		"0 0 1 jan,jul *":       181 * day,
		"0 0 29 2 *":            4 * 365 * day, // and a day: the span holds two leap days
		"5/20 * * * *":          20 * time.Minute,
		"0 0 ? * ?":             day,
		"@hourly":               time.Hour,
		"@daily":                day,
		"@weekly":               7 * day,
		"@yearly":               365 * day,
		"@every 90s":            90 * time.Second,
		"TZ=UTC 0 2 * * *":      day,
		"CRON_TZ=UTC 0 2 * * *": day,
	} {
		if schedule == "0 0 29 2 *" {
			want += day
		}
		if got, ok := shortestInterval(schedule); !ok || got != want {
			t.Errorf("%q: %s, %t, want %s", schedule, got, ok, want)
		}
	}
	for _, schedule := range []string{
		"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7", "*/0 * * * *",
		"5-1 * * * *", "a * * * *", "@fortnightly", "@every x", "0 0 31 2 *", "0 2 * * noday",
	} {
		if got, ok := shortestInterval(schedule); ok {
			t.Errorf("%q: %s, want none", schedule, got)
		}
	}
}
