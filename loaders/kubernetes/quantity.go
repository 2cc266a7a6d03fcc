package kubernetes

import (
	"math/big"
	"strings"
)

// suffixes are the multipliers of k8s.io/apimachinery's resource.Quantity:
// binary powers of 1024, decimal powers of 1000, and the small ones.
var suffixes = []struct {
	text     string
	base     int64
	exponent int64
}{
	{"Ki", 1024, 1}, {"Mi", 1024, 2}, {"Gi", 1024, 3}, {"Ti", 1024, 4}, {"Pi", 1024, 5}, {"Ei", 1024, 6},
	{"n", 1000, -3}, {"u", 1000, -2}, {"m", 1000, -1},
	{"k", 1000, 1}, {"M", 1000, 2}, {"G", 1000, 3}, {"T", 1000, 4}, {"P", 1000, 5}, {"E", 1000, 6},
}

// quantity parses a Kubernetes resource quantity ("1.5Gi", "250m", "1e3") and
// returns it times scale, rounded up as the API server rounds. It reports
// false for what the API server refuses.
func quantity(text string, scale int64) (int64, bool) {
	number, multiplier := text, big.NewRat(scale, 1)
	for _, s := range suffixes {
		rest, ok := strings.CutSuffix(text, s.text)
		if !ok || rest == "" {
			continue
		}
		power := new(big.Int).Exp(big.NewInt(s.base), big.NewInt(max(s.exponent, -s.exponent)), nil)
		factor := new(big.Rat).SetInt(power)
		if s.exponent < 0 {
			factor.Inv(factor)
		}
		number, multiplier = rest, multiplier.Mul(multiplier, factor)
		break
	}
	// A huge exponent would make big.Rat allocate without bound.
	if len(number) > 40 || strings.ContainsAny(number, "_/xXbBoOpP") || exponentTooLarge(number) {
		return 0, false
	}
	value, ok := new(big.Rat).SetString(number)
	if !ok {
		return 0, false
	}
	value.Mul(value, multiplier)
	quotient, rest := new(big.Int).QuoRem(value.Num(), value.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	if !quotient.IsInt64() {
		return 0, false
	}
	return quotient.Int64(), true
}

func exponentTooLarge(number string) bool {
	i := strings.IndexAny(number, "eE")
	return i >= 0 && len(strings.TrimLeft(number[i+1:], "+-0")) > 2
}
