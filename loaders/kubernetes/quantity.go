package kubernetes

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// suffixes are the multipliers of k8s.io/apimachinery's resource.Quantity:
// binary powers of 1024, decimal powers of 1000, and the small ones.
var suffixes = map[string]struct{ base, exponent int64 }{
	"":   {1000, 0},
	"Ki": {1024, 1}, "Mi": {1024, 2}, "Gi": {1024, 3}, "Ti": {1024, 4}, "Pi": {1024, 5}, "Ei": {1024, 6},
	"n": {1000, -3}, "u": {1000, -2}, "m": {1000, -1},
	"k": {1000, 1}, "M": {1000, 2}, "G": {1000, 3}, "T": {1000, 4}, "P": {1000, 5}, "E": {1000, 6},
}

// maxDigits bounds the arithmetic on hostile input; nobody writes a quantity
// with a hundred digits.
const maxDigits = 100

// quantity parses a Kubernetes resource quantity ("1.5Gi", "250m", "1e3") and
// returns it times scale, rounded away from zero and capped as the API server
// does. It reports false for what the API server refuses.
func quantity(text string, scale int64) (int64, bool) {
	number, suffix := splitQuantity(text)
	value, ok := decimal(number)
	if !ok {
		return 0, false
	}
	if s, ok := suffixes[suffix]; ok {
		value.Mul(value, power(s.base, s.exponent))
	} else {
		// A suffix is one or the other: 1e3Ki is refused.
		exponent, ok := decimalExponent(suffix)
		if !ok {
			return 0, false
		}
		value.Mul(value, power(10, exponent))
	}
	value.Mul(value, new(big.Rat).SetInt64(scale))
	quotient, rest := new(big.Int).QuoRem(value.Num(), value.Denom(), new(big.Int))
	quotient.Add(quotient, big.NewInt(int64(rest.Sign())))
	switch {
	case quotient.IsInt64():
		return quotient.Int64(), true
	case quotient.Sign() < 0:
		return math.MinInt64, true
	}
	return math.MaxInt64, true
}

// splitQuantity cuts a quantity behind its digits and point.
func splitQuantity(text string) (number, suffix string) {
	i := 0
	if text != "" && (text[0] == '+' || text[0] == '-') {
		i++
	}
	for i < len(text) && (text[i] >= '0' && text[i] <= '9' || text[i] == '.') {
		i++
	}
	return text[:i], text[i:]
}

// decimal reads a signed number with at most one point, also "5." and ".5".
func decimal(text string) (*big.Rat, bool) {
	if len(text) > maxDigits || strings.Count(text, ".") > 1 || strings.Trim(text, "+-.") == "" {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// decimalExponent reads e3, E-3. One that is larger than any quantity can be
// is cut to where the result is the same.
func decimalExponent(suffix string) (int64, bool) {
	if len(suffix) < 2 || suffix[0]|0x20 != 'e' {
		return 0, false
	}
	exponent, err := strconv.ParseInt(suffix[1:], 10, 32)
	return min(max(exponent, -2*maxDigits), 2*maxDigits), err == nil
}

func power(base, exponent int64) *big.Rat {
	p := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(base), big.NewInt(max(exponent, -exponent)), nil))
	if exponent < 0 {
		p.Inv(p)
	}
	return p
}
