package finding

import (
	"cmp"
	"fmt"
	"slices"
)

// weights is what one finding of each severity takes from an object's score.
var weights = [...]float64{None: 0, Low: 0.01, Medium: 0.05, High: 0.12, Critical: 0.30}

// ScoreObjects computes the scores of the objects that have findings, worst
// first: 100 x the product of (1 - weight) over an object's findings.
func ScoreObjects(findings []Finding) []Score {
	// Equal identities in different files are different objects: variants of
	// one another.
	type key struct {
		object Object
		file   string
	}
	index := map[key]int{}
	var scores []Score
	for i := range findings {
		f := &findings[i]
		at, ok := index[key{f.Object, f.File}]
		if !ok {
			at = len(scores)
			index[key{f.Object, f.File}] = at
			scores = append(scores, Score{Object: f.Object, Points: 100})
		}
		scores[at].Points *= 1 - weights[f.Severity]
		scores[at].Count[f.Severity]++
	}
	slices.SortStableFunc(scores, func(a, b Score) int {
		return cmp.Or(cmp.Compare(a.Points, b.Points), cmp.Compare(a.Object.String(), b.Object.String()))
	})
	return scores
}

// GradeRun averages over the objects that were judged, those without findings
// counting 100, and gives the letter.
func GradeRun(scores []Score, objects int, worst Severity) Grading {
	if objects == 0 {
		return Grading{}
	}
	sum := 100 * float64(max(objects-len(scores), 0))
	for i := range scores {
		sum += scores[i].Points
	}
	score := sum / float64(max(objects, len(scores)))
	for _, step := range [...]struct {
		letter string
		least  float64
		below  Severity
	}{{"A", 90, High}, {"B", 80, Critical}, {"C", 65, Critical + 1}, {"D", 50, Critical + 1}} {
		if score >= step.least && worst < step.below {
			return Grading{Letter: step.letter, Score: score, Because: because(step.letter, score, worst)}
		}
	}
	return Grading{Letter: "F", Score: score, Because: "F is below 50"}
}

func because(letter string, score float64, worst Severity) string {
	switch {
	case score >= 90 && letter != "A" || score >= 80 && letter > "B":
		return fmt.Sprintf("there is a %s finding", worst)
	case letter == "A":
		return "A needs 90 and nothing high"
	}
	return map[string]string{"B": "B needs 80 and nothing critical", "C": "C needs 65", "D": "D needs 50"}[letter]
}
