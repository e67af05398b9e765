package expr

import (
	"bytes"
	"math"
	"sort"
	"strings"
	"unicode/utf8"
)

// function is one that an expression may call.
type function struct {
	usage string
	shape shape
	// least and most are the numbers of arguments. The second, where there is
	// one, is asked of every element of the first.
	least, most int
	run         func(m *machine, x value, of eval) value
}

var functions map[string]function

func init() {
	functions = map[string]function{
		"len":   {"len(x)", shapeNumber, 1, 1, size},
		"lower": {"lower(x)", shapeText, 1, 1, cases(bytes.ToLower)},
		"upper": {"upper(x)", shapeText, 1, 1, cases(bytes.ToUpper)},
		"trim":  {"trim(x)", shapeText, 1, 1, trim},
		"abs":   {"abs(x)", shapeNumber, 1, 1, absolute},
		"now":   {"now()", shapeTime, 0, 0, func(m *machine, _ value, _ eval) value { return instant(m.now().UnixMilli()) }},
		"date":  {"date(x)", shapeTime, 1, 1, asDate},
		"type":  {"type(x)", shapeText, 1, 1, typeOf},
		"any":   {"any(array, test)", shapeBool, 2, 2, func(m *machine, x value, of eval) value { return boolean(m.some(x, of, true)) }},
		"all":   {"all(array, test)", shapeBool, 2, 2, all},
		"none":  {"none(array, test)", shapeBool, 2, 2, func(m *machine, x value, of eval) value { return boolean(!m.some(x, of, true)) }},
		"count": {"count(array, test)", shapeNumber, 1, 2, counted},
		"sum":   {"sum(array, what)", shapeNumber, 1, 2, sum},
	}
}

// functionsHint lists them.
const functionsHint = "the functions are len lower upper trim abs now date type any all none count sum"

// call reads the arguments of a function.
func (p *parser) call(name token) node {
	f, ok := functions[name.text]
	if !ok {
		return p.noFunction(name)
	}
	opening := p.advance()
	var args []node
	for p.err == nil && !p.token().is(")") {
		args = append(args, p.argument(len(args)))
		if !p.accept(",") {
			break
		}
	}
	end := p.token().end
	p.expect(")", opening)
	if p.err == nil && (len(args) < f.least || len(args) > f.most) {
		return p.fail(name.pos, name.text+" takes other arguments", "write "+f.usage)
	}
	if p.err != nil {
		return node{}
	}
	array, of := func(*machine) value { return value{} }, eval(nil)
	for i, a := range args {
		switch {
		case a.shape == shapeList || a.shape == shapeRange:
			return p.misplacedList(a)
		case i == 0:
			array = a.eval
		default:
			of = a.eval
		}
	}
	return node{eval: func(m *machine) value { return f.run(m, array(m), of) }, shape: f.shape, pos: name.pos, end: end}
}

// argument reads one argument; braces around a test may be written, as in Expr.
func (p *parser) argument(i int) node {
	if i > 0 {
		p.tests++
		defer func() { p.tests-- }()
	}
	if brace := p.token(); i > 0 && p.accept("{") {
		n := p.expression(0)
		p.expect("}", brace)
		return n
	}
	return p.expression(0)
}

// tests walks over an array with what is asked of every element.
type tests struct {
	walker
	of    eval
	outer value // what an outer test is asked of
}

func (m *machine) tests(x value, of eval) tests {
	return tests{walker: m.walk(m.resolved(x)), of: of, outer: m.element}
}

// next gives the answer for the next element, or the element where nothing is
// asked.
func (t *tests) next() (v value, ok bool) {
	m := t.m
	if !m.spend(testWork) || !t.walker.next() {
		return value{}, false
	}
	v = m.json(t.Rest())
	if t.of != nil {
		m.element = v
		v = t.of(m)
		m.element = t.outer
	}
	return v, m.err == nil
}

// some says that an element passes the test, or fails it.
func (m *machine) some(x value, of eval, passes bool) bool {
	t := m.tests(x, of)
	for v, ok := t.next(); ok; v, ok = t.next() {
		if v.true() == passes {
			return true
		}
	}
	return false
}

// all is false for what is no array, so that a missing one is no match.
func all(m *machine, x value, of eval) value {
	x = m.resolved(x)
	return boolean(x.kind == isArray && !m.some(x, of, false))
}

func counted(m *machine, x value, of eval) value {
	n := int64(0)
	t := m.tests(x, of)
	for v, ok := t.next(); ok; v, ok = t.next() {
		if of == nil || v.true() {
			n++
		}
	}
	return integer(n)
}

func sum(m *machine, x value, of eval) value {
	total := integer(0)
	t := m.tests(x, of)
	for v, ok := t.next(); ok; v, ok = t.next() {
		if n, ok := m.asNumber(v); ok {
			total = numbers(m, '+', total, n)
		}
	}
	return total
}

func size(m *machine, x value, _ eval) value {
	x = m.resolved(x)
	switch x.kind {
	case isObject, isArray:
		return integer(m.count(x))
	case isHeaders:
		return integer(int64(len(m.record.Headers)))
	case isText, isField:
		m.spend(len(x.text))
		return integer(int64(utf8.RuneCount(x.text)))
	}
	return value{}
}

func cases(convert func([]byte) []byte) func(*machine, value, eval) value {
	return func(m *machine, x value, _ eval) value {
		s, ok := m.asText(x)
		// A character may be longer in the other case, and a byte that is no
		// UTF-8 becomes three.
		if !ok || !m.allocate(3*len(s)) {
			return value{}
		}
		return text(convert(s))
	}
}

func trim(m *machine, x value, _ eval) value {
	if s, ok := m.asText(x); ok && m.spend(len(s)) {
		return text(bytes.TrimSpace(s))
	}
	return value{}
}

func absolute(m *machine, x value, _ eval) value {
	n, ok := m.asNumber(x)
	switch {
	case !ok:
		return value{}
	case n.kind == isInt && n.n != math.MinInt64:
		return integer(max(n.n, -n.n))
	}
	return float(math.Abs(n.real()))
}

func asDate(m *machine, x value, _ eval) value {
	if ms, ok := m.asTime(x); ok {
		return instant(ms)
	}
	return value{}
}

func typeOf(m *machine, x value, _ eval) value {
	return text([]byte(kindNames[m.resolved(x).kind]))
}

// noFunction tells of a function that is none.
func (p *parser) noFunction(name token) node {
	problem := "there is no function " + quote(name.text)
	lower := strings.ToLower(name.text)
	if _, ok := operators[name.text]; ok {
		return p.fail(name.pos, quote(name.text)+" stands between its operands", "write key "+name.text+` "user-"`)
	}
	if hint, ok := otherFunctions[lower]; ok {
		return p.fail(name.pos, problem, hint)
	}
	if near := nearest(name.text, functions); near != "" {
		return p.fail(name.pos, problem, "did you mean "+functions[near].usage+"?")
	}
	return p.fail(name.pos, problem, functionsHint)
}

// method tells of a call behind a dot.
func (p *parser) method(name token) node {
	problem := "values have no methods, such as " + quote(name.text)
	for _, op := range sortedKeys(operators) {
		if strings.EqualFold(op, name.text) {
			return p.fail(name.pos, problem, "write key "+op+` "user-"`)
		}
	}
	if f, ok := functions[strings.ToLower(name.text)]; ok {
		return p.fail(name.pos, problem, "write "+f.usage)
	}
	if hint, ok := otherFunctions[strings.ToLower(name.text)]; ok {
		return p.fail(name.pos, problem, hint)
	}
	return p.fail(name.pos, problem, functionsHint)
}

// otherFunctions are those of other tools, in lower case.
var otherFunctions = map[string]string{
	"select": "write what stands inside, as in value.total > 40", "filter": "write any(value.items, .price > 10), or count( … )",
	"map": "write any(value.items, .price > 10), or sum(value.items, .price)", "some": "write any(value.items, .price > 10)",
	"every": "write all(value.items, .price > 10)", "one": "write count(value.items, .price > 10) == 1",
	"test": `write value.name matches "^A"`, "match": `write value.name matches "^A"`, "regex": `write value.name matches "^A"`,
	"includes": `write value.name contains "x"`, "indexof": `write value.name contains "x"`, "has": `write "name" in value, or value.name != nil`,
	"exists": "write value.name != nil", "isnull": "write value.name == nil", "isempty": `write value.name == "", or len(value.items) == 0`,
	"length": "write len(x)", "size": "write len(x); size without brackets is that of the message", "tolowercase": "write lower(x)",
	"touppercase": "write upper(x)", "tolower": "write lower(x)", "toupper": "write upper(x)", "lowercase": "write lower(x)", "uppercase": "write upper(x)",
	"int": "a text that is a number compares as one: leave it out", "float": "a text that is a number compares as one: leave it out",
	"number": "a text that is a number compares as one: leave it out", "tonumber": "a text that is a number compares as one: leave it out",
	"fromjson": "JSON is read without it: value.name", "json": "JSON is read without it: value.name", "parse": "JSON is read without it: value.name",
	"duration": "write the length of time itself, as in 5m or 1h30m", "ago": "write timestamp > now() - 5m",
	"avg": "write sum(value.items, .price) / len(value.items)", "concat": "write a + b", "startswith": `write key startsWith "user-"`, "endswith": `write key endsWith "-eu"`,
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
