package kubernetes

import (
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/faultline-dev/faultline/loaders/document"
)

// scheduleMacros are the names for common schedules (robfig/cron, which the
// CronJob controller reads schedules with).
var scheduleMacros = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
	"@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

// scheduleFields are minute, hour, day of month, month and day of week.
var scheduleFields = [5]struct {
	low, high int
	names     string
}{
	{0, 59, ""}, {0, 23, ""}, {1, 31, ""},
	{1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"}, {0, 6, "sun mon tue wed thu fri sat"},
}

// scheduleInterval adds the shortest time between two runs of a schedule, by
// the calendar and without daylight saving.
func scheduleInterval(schedule *document.Node) *document.Node {
	if schedule.Kind == document.Absent || schedule.Kind == document.Unknown {
		return schedule
	}
	interval, ok := shortestInterval(schedule.Text)
	if !ok {
		return document.NewUnknown("the schedule "+strconv.Quote(schedule.Text)+" cannot be read", schedule.Source())
	}
	return document.NewInt(interval.Milliseconds(), schedule.Source())
}

// shortestInterval is the shortest time between two runs; false for what the
// API server refuses, and for a day that never comes.
func shortestInterval(schedule string) (time.Duration, bool) {
	fields := strings.Fields(schedule)
	if len(fields) > 0 && (strings.HasPrefix(fields[0], "TZ=") || strings.HasPrefix(fields[0], "CRON_TZ=")) {
		fields = fields[1:]
	}
	if len(fields) == 2 && fields[0] == "@every" {
		every, err := time.ParseDuration(fields[1])
		return every, err == nil && every > 0
	}
	if len(fields) == 1 {
		fields = strings.Fields(scheduleMacros[fields[0]])
	}
	if len(fields) != len(scheduleFields) {
		return 0, false
	}
	var sets [5]uint64
	for i, field := range fields {
		var ok bool
		if sets[i], ok = scheduleSet(field, i); !ok {
			return 0, false
		}
	}
	return gap(sets, star(fields[2]), star(fields[4]))
}

// star tells the fields that do not restrict the day: with two others, cron
// takes either.
func star(field string) bool { return field == "*" || field == "?" || field == "*/1" }

// scheduleSet reads lists, ranges and steps into the bits of a field.
func scheduleSet(field string, index int) (uint64, bool) {
	f := scheduleFields[index]
	var set uint64
	for part := range strings.SplitSeq(field, ",") {
		span, stepText, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			var err error
			if step, err = strconv.Atoi(stepText); err != nil || step < 1 {
				return 0, false
			}
		}
		from, to := f.low, f.high
		if span != "*" && span != "?" {
			first, last, isRange := strings.Cut(span, "-")
			var ok1, ok2 bool
			from, ok1 = scheduleValue(first, f.names, f.low)
			switch {
			case isRange:
				to, ok2 = scheduleValue(last, f.names, f.low)
			case stepped:
				ok2 = true
			default:
				to, ok2 = from, true
			}
			if !ok1 || !ok2 || from < f.low || to > f.high || from > to {
				return 0, false
			}
		}
		for v := from; v <= to; v += step {
			set |= 1 << v
		}
	}
	return set, set != 0
}

func scheduleValue(text, names string, low int) (int, bool) {
	if v, err := strconv.Atoi(text); err == nil {
		return v, true
	}
	for i, name := range strings.Fields(names) {
		if strings.EqualFold(text, name) {
			return low + i, true
		}
	}
	return 0, false
}

// gap finds the shortest time between two runs, within a day and from the
// last run of a day to the first of the next day that has one. Eight years
// hold every constellation of weekdays and a leap day.
func gap(sets [5]uint64, anyDay, anyWeekday bool) (time.Duration, bool) {
	first, last, shortest := -1, -1, 24*60
	for hour := range 24 {
		if sets[1]&(1<<hour) == 0 {
			continue
		}
		for minutes := sets[0]; minutes != 0; minutes &= minutes - 1 {
			at := hour*60 + bits.TrailingZeros64(minutes)
			if first < 0 {
				first = at
			} else {
				shortest = min(shortest, at-last)
			}
			last = at
		}
	}
	within := first != last
	days, before := 0, -1
	day := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 8 * 366 {
		if runsOn(day, sets, anyDay, anyWeekday) {
			if before >= 0 && (days == 0 || i-before < days) {
				days = i - before
			}
			before = i
			if days == 1 {
				break
			}
		}
		day = day.AddDate(0, 0, 1)
	}
	across := days*24*60 - last + first
	switch {
	case before < 0:
		return 0, false
	case within && (days == 0 || shortest < across):
		return time.Duration(shortest) * time.Minute, true
	case days == 0:
		return 0, false
	}
	return time.Duration(across) * time.Minute, true
}

func runsOn(day time.Time, sets [5]uint64, anyDay, anyWeekday bool) bool {
	if sets[3]&(1<<int(day.Month())) == 0 {
		return false
	}
	ofMonth, ofWeek := sets[2]&(1<<day.Day()) != 0, sets[4]&(1<<int(day.Weekday())) != 0
	if anyDay || anyWeekday {
		return ofMonth && ofWeek
	}
	return ofMonth || ofWeek
}
