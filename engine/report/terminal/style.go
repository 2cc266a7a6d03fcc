package terminal

// Style is how a word is set off. The zero Style is plain.
type Style string

// The styles in use: the sixteen colours that every terminal theme defines,
// so that a reader's own contrast is kept.
const (
	Plain     Style = ""
	Bold      Style = "1"
	Dim       Style = "2"
	Red       Style = "31"
	Green     Style = "32"
	Yellow    Style = "33"
	Cyan      Style = "36"
	BoldRed   Style = "1;31"
	BoldCyan  Style = "1;36"
	BoldGreen Style = "1;32"
)

// Colors says whether styles are written. It is a type of its own because
// nine lines replace a library here, and none of them runs before main.
type Colors bool

// Paint sets a clean text in a style.
func (c Colors) Paint(style Style, text string) string {
	if !c || style == Plain || text == "" {
		return text
	}
	return "\x1b[" + string(style) + "m" + text + "\x1b[0m"
}
