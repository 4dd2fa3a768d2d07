// Documents that are to be refused, by the rule of the specification's section 5 that each breaks.
export const invalid = {
  'executable definitions': ['type Foo { a: Int } { extra }', 'extend type Query { b: Int } { extra }', 'schema { query: Query } { extra }', 'directive @x on FIELD { extra }', 'scalar X'],
  'operations of a schema': [], // this schema has all three; see the test of a smaller one
  'unique operation names': ['query A { extra } query A { extra }', 'query A { extra } mutation A { remove(id: 1) } query A { extra }'],
  'lone anonymous operation': ['{ extra } { extra }', '{ extra } query A { extra }', 'query A { extra } { extra } mutation { remove(id: 1) }'],
  'single root field of subscriptions': [
    'subscription { changed { id } removed }', 'subscription S { changed { id } ...F } fragment F on Subscription { removed }', 'subscription { __typename }', 'subscription S { a: removed b: removed c: removed }',
    'subscription { removed @skip(if: true) }', 'subscription S($x: Boolean!) { removed @include(if: $x) changed { id } }', 'subscription { ...F } fragment F on Subscription { removed, ... { removed @include(if: true) } }',
    'subscription { removed x: __typename }', 'subscription Q { ... on Named { id } }', 'subscription S { ...F ...F } fragment F on Subscription { ...G } fragment G on Subscription { removed again: removed }',
  ],
  'known types': [
    'query ($x: Nothing) { extra }', 'query ($x: [Perso!]!) { extra }', '{ node(id: 1) { ... on Persn { id } } }', '{ ...F } fragment F on Qery { extra }', 'query ($a: Stringg = "x", $b: Ind) { echo(string: $a) }',
    '{ thing { ... on Nobody { anything(x: $y) { z } } } }', 'query ($x: String!!) { extra }',
  ],
  'fragments on composite types': ['{ ...F } fragment F on Color { x }', '{ node(id: 1) { ... on Date { id } } }', '{ ... on Filter { x } }', '{ ...F } fragment F on Filter { equals }'],
  'variables are input types': ['query ($x: Person) { extra }', 'query ($x: [Pet!]!, $y: Node) { echo(string: $x) }', 'query ($x: Query = {}) { extra }'],
  'leaf fields': ['{ extra { x } }', '{ person(id: 1) }', '{ people }', '{ person(id: 1) { color { x } best } }', '{ thing }', '{ pets { ... on Dog { barks { no } } } }', '{ __schema }', '{ __typename { x } }', '{ person(id: 1) { friends } }'],
  'fields on their types': [
    '{ nothing }', '{ extr }', '{ person(id: 1) { nme agee } }', '{ node(id: 1) { name } }', '{ node(id: 1) { barks } }', '{ thing { id } }', '{ pet(by: {id: 1}) { weight } }', '{ pet(by: {id: 1}) { barks meows nothing } }', '{ person(id: 1) { __schema { types { name } } } }',
    'mutation { ad(point: {x: 1}) }', '{ named(id: 1) { age } }', '{ a: nothing(x: [1]) @mark { deeper { and(deeper: $x) } } }', '{ pets { colour } }', '{ node(id: 1) { nickname } }', '{ node(id: 1) { same } }', '{ person(id: 1) { friend { count } } }',
  ],
  'unique fragment names': ['{ ...F } fragment F on Query { extra } fragment F on Query { extra }', '{ ...F } fragment F on Query { extra } fragment F on Query { extra } fragment F on Query { extra }'],
  'known fragments': ['{ ...Nothing }', '{ person(id: 1) { ...F } } fragment F on Person { id ...G best { ...H } }'],
  'used fragments': ['{ extra } fragment F on Query { extra }', '{ ...F } fragment F on Query { extra } fragment G on Query { ...H } fragment H on Query { extra }', '{ extra } fragment F on Query { ...F }'],
  'possible spreads': [
    '{ person(id: 1) { ... on Dog { barks } } }', '{ person(id: 1) { ...D } } fragment D on Dog { barks }', '{ pet(by: {id: 1}) { ... on Person { id } } }', '{ pet(by: {id: 1}) { ... on Thing { __typename } } }', '{ thing { ...P } } fragment P on Pet { __typename }',
    '{ named(id: 1) { ... on Stone { id } } }', '{ ... on Person { id } }', '{ ...F } fragment F on Mutation { remove(id: 1) }', '{ thing { ... on Named { ... on Pet { ... on Stone { id } } } } }',
  ],
  'fragment cycles': [
    '{ ...F } fragment F on Query { ...F }', '{ ...F } fragment F on Query { self { ...G } } fragment G on Query { self { ...F } }', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }',
    '{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A }', '{ ...A } fragment A on Query { ... { self { ...A } } }', '{ extra } fragment A on Query { ...A ...B } fragment B on Query { ...B ...A }', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...C ...B }',
  ],
  'unique variables': ['query ($a: Int, $a: Int) { echo(int: $a) }', 'query ($a: Int, $b: Int, $a: String, $a: Int) { echo(int: $b, string: $a) }'],
  'undefined variables': [
    '{ echo(int: $a) }', 'query Q { echo(int: $a, point: {x: $b, y: 1}) }', 'query Q($a: Int) { echo(int: $a) ...F } fragment F on Query { x: echo(string: $b) ...G } fragment G on Query { y: echo(ints: [1, $c]) @include(if: $d) }',
    'query A($x: Int) { ...F } query B { ...F } fragment F on Query { echo(int: $x) }', '{ extra @mark(label: $no) }', 'query @mark(label: $no) { extra }', '{ nothing(a: $b) }', '{ ... @skip(if: $s) { extra } }', '{ echo(any: {a: [$z]}) }',
  ],
  'unused variables': ['query ($a: Int) { extra }', 'query Q($a: Int, $b: Int, $c: Int) { ...F } fragment F on Query { echo(int: $b) }', 'query Q("why" $a: Int = 3 @mark) { extra } query P($a: Int) { echo(int: $a) }', 'query A($x: Int) { ...F } query B($x: Int) { extra } fragment F on Query { echo(int: $x) }'],
  'known directives': [
    '{ extra @nothing }', 'query @skip(if: true) { extra }', '{ extra @onlyQuery }', '{ ...F @onlyQuery ... @unknown { extra } } fragment F on Query @skip(if: true) { extra }', 'query ($x: Int @include(if: true) @what) { echo(int: $x) }', 'mutation @onlyQuery { remove(id: 1) }',
    '{ extra @deprecated }', '{ extra @specifiedBy(url: "x") @oneOf }', 'subscription @skip(if: true) { removed }',
  ],
  'unique directives': ['{ extra @skip(if: true) @skip(if: false) }', '{ extra @once(needed: 1) @mark @once(needed: 2) @once(needed: 3) }', 'query @onlyQuery @onlyQuery { ... @include(if: true) @include(if: true) { extra } }'],
  'known arguments': [
    '{ extra(x: 1) }', '{ person(id: 1, name: "x") { id } }', '{ person(idd: 1) { id } }', '{ people(wher: {}, firsst: 3) { id } }', '{ extra @skip(if: true, unless: false) }', '{ extra @mark(lable: "x") }', '{ pet(by: {id: 1}) { ... on Dog { name(shrt: true) } } }', '{ __type(name: "x", nme: 1) { name } }', '{ __typename(x: 1) }',
    '{ nothing(a: 1) @nothing(b: 2) }',
  ],
  'unique arguments': ['{ person(id: 1, id: 2) { id } }', '{ echo(int: 1, int: 2, float: 1, int: 3, float: 2) }', '{ extra @mark(label: "a", label: "b") }', '{ nothing(x: 1, x: 2) }'],
  'unique input fields': ['{ people(where: {equals: "a", equals: "b"}) { id } }', '{ people(where: {not: {equals: "a", equals: "b", equals: "c"}}) { id } }', '{ echo(any: {a: {b: 1, b: 2}, a: 3}) }', '{ nothing(x: {a: 1, a: 2}) }', 'query ($p: Point = {x: 1, x: 2}) { echo(point: $p) }', '{ echo(points: [{x: 1, x: 2}]) }'],
  'values of their types': [
    '{ echo(int: "1") }', '{ echo(int: 1.0) }', '{ echo(int: 2147483648) }', '{ echo(int: -2147483649) }', '{ echo(int: 99999999999999999999) }', '{ echo(int: true) }', '{ echo(int: RED) }', '{ echo(int: {}) }', '{ echo(int: [1]) }', '{ echo(int: [[]]) }',
    '{ echo(float: "1") }', '{ echo(float: true) }', '{ echo(float: RED) }', '{ echo(string: 1) }', '{ echo(string: true) }', '{ echo(string: RED) }', '{ echo(string: 1.5) }', '{ echo(boolean: 1) }', '{ echo(boolean: "true") }', '{ echo(boolean: TRUE) }', '{ echo(id: 1.5) }', '{ echo(id: true) }', '{ echo(id: X) }', '{ echo(id: {}) }',
    '{ echo(color: "RED") }', '{ echo(color: 1) }', '{ echo(color: red) }', '{ echo(color: GREN) }', '{ echo(color: NOTHING) }', '{ echo(color: true) }', '{ echo(color: color11) }', '{ echo(color: colo) }',
    '{ echo(point: 1) }', '{ echo(point: {}) }', '{ echo(point: {x: "1"}) }', '{ echo(point: {x: 1, z: 2}) }', '{ echo(point: {x: null}) }', '{ echo(point: {x: 1, y: null}) }', '{ echo(point: {X: 1}) }', '{ echo(point: {x: 1, label: 1, labl: "x"}) }', '{ echo(point: []) }', '{ echo(point: "x") }',
    '{ echo(ints: ["1"]) }', '{ echo(ints: [1, [2]]) }', '{ echo(ints: "1") }', '{ echo(strict: null) }', '{ echo(strict: [1, null]) }', '{ echo(matrix: [1, [2, "3"]]) }', '{ echo(matrix: [[[1]]]) }', '{ echo(points: [{x: 1}, {}, 3, null]) }',
    '{ needs(a: null) }', '{ needs(a: 1, b: null) }', '{ person(id: null) { id } }',
    '{ people(where: {colors: null}) { id } }', '{ people(where: {colors: [RED, null, PINK]}) { id } }', '{ people(where: {and: [{not: {nothing: 1}}, null]}) { id } }', '{ people(where: {matrix: [[1, null], null]}) { id } }', '{ people(order: RED, where: [{}]) { id } }',
    'query ($a: Int = "x") { echo(int: $a) }', 'query ($a: Int! = null) { echo(int: $a) }', 'query ($a: Point = {y: 1}, $b: [Color!] = [RED, YELLOW]) { echo(point: $a) people(order: $b) { id } }', '{ extra @skip(if: "true") }', '{ extra @include(if: null) }', '{ extra @mark(on: [RED, X]) }', '{ extra @once(needed: 1.5) }',
    '{ pet(by: {}) { __typename } }', '{ pet(by: {id: 1, name: "x"}) { __typename } }', '{ pet(by: {id: null}) { __typename } }', '{ pet(by: {nothing: 1}) { __typename } }', '{ pet(by: {id: 1, nothing: 1}) { __typename } }', '{ pet(by: {id: [1]}) { __typename } }', '{ pet(by: null) { __typename } }', '{ pet(by: {point: {}}) { __typename } }', '{ pet(by: 3) { __typename } }', '{ pet(by: {list: [1, null]}) { __typename } }', '{ pet(by: {id: null, name: "a"}) { __typename } }',
  ],
  'required arguments': ['{ person { id } }', '{ needs }', '{ needs(b: 1) }', '{ extra @skip }', '{ extra @once ... @include { extra } }', '{ pet { __typename } }', 'mutation { add }', '{ __type { name } }', '{ node { id } named(deep: {id: 1}) { id } }'],
  'variables in their places': [
    'query ($a: Int) { needs(a: $a) }', 'query ($a: String) { echo(int: $a) }', 'query ($a: Int!) { echo(float: $a, string: $a) }', 'query ($a: [Int]) { echo(int: $a) }', 'query ($a: Int) { echo(ints: $a) }', 'query ($a: [Int]) { echo(strict: $a) }', 'query ($a: [Int]!) { echo(strict: $a) }', 'query ($a: [Int!]) { echo(ints: $a, matrix: $a) }', 'query ($a: Int = null) { needs(a: $a) }',
    'query ($a: Float) { echo(point: {x: $a}) }', 'query ($a: String, $b: Int) { echo(point: {x: 1, label: $b, y: $a}) }', 'query ($a: Boolean) { extra @skip(if: $a) }', 'query ($a: Int) { ...F } fragment F on Query { needs(a: $a) ...G } fragment G on Query { echo(string: $a) }',
    'query ($a: Choice) { pet(by: $a) { __typename } }', 'query ($a: ID) { pet(by: {id: $a}) { __typename } }', 'query ($a: ID = 1) { named(id: 1, deep: {id: $a}) { id } }', 'query ($a: [Int!]) { echo(strict: $a, ints: [$a]) }', 'query ($a: [[Int]]) { echo(ints: $a) }', 'query ($a: Color) { people(order: [$a]) { id } }', 'query ($a: Color) { people(where: {colors: [$a]}) { id } }', 'query ($a: [Color]) { people(where: {colors: $a}) { id } }',
    'query A($a: Int!) { ...F } query B($a: Int) { ...F } query C($a: String!) { ...F } fragment F on Query { needs(a: $a) }',
  ],
  'overlapping fields': [
    '{ a: extra a: needs(a: 1) }', '{ extra: needs(a: 1) extra }', '{ needs(a: 1) needs(a: 2) }', '{ needs(a: 1) needs(a: 1, b: 2) }', '{ person(id: 1) { id } person(id: 2) { id } }', '{ person(id: 1) { a: id } person(id: 1) { a: age } }', '{ person(id: 1) { best { a: id } } person(id: 1) { best { a: age b: id } } }',
    '{ person(id: 1) { best { a: id b: id } } person(id: 1) { best { a: age b: color } } }', '{ pet(by: {id: 1}) { ... on Dog { weight } ... on Cat { weight } } }', '{ pet(by: {id: 1}) { ... on Dog { same } ... on Cat { same } } }', '{ pet(by: {id: 1}) { ... on Dog { x: barks } ... on Cat { x: lives } } }',
    '{ ...F ...G } fragment F on Query { a: extra } fragment G on Query { a: needs(a: 1) }', '{ ...F a: extra } fragment F on Query { a: needs(a: 1) }', '{ self { ...F } self { ...G } } fragment F on Query { a: extra } fragment G on Query { ...H } fragment H on Query { a: needs(a: 1) }',
    '{ ...F } fragment F on Query { a: extra ...G } fragment G on Query { ...H } fragment H on Query { a: needs(a: 2) }', 'query ($x: Int, $y: Int) { needs(a: 1) a: echo(int: $x) a: echo(int: $y) }', '{ echo(point: {x: 1, y: 2}) echo(point: {x: 1, y: 3}) }', '{ echo(ints: [1, 2]) echo(ints: [2, 1]) }',
    '{ pet(by: {id: 1}) { ... on Dog { owner { a: id } } ... on Cat { owner: __typename } } }', '{ node(id: 1) { ... on Dog { a: nicknames } ... on Cat { a: same } } }', '{ x: extra x: node(id: 1) { id } }', '{ a: person(id: 1) { id } a: people { id } }', '{ person(id: 1) { ...A ...B } } fragment A on Person { x: id } fragment B on Person { x: age ...A }',
    '{ extra extra: extra extra: __typename }', '{ nothing: unknown nothing: other }', '{ named(id: 1) { name(short: true) ... on Dog { name } } }', '{ pet(by: {id: 1}) { ... on Dog { name(short: true) } ... on Cat { name } ... on Named { name } } }',
    '{ self { a: extra } self { self { a: extra } a: echo } self { a: needs(a: 1) } }', '{ people { a: id } people { a: age } people { a: color } }',
  ],
  'introspection within bounds': [
    '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }', '{ __type(name: "Query") { interfaces { possibleTypes { interfaces { name } } } } }', '{ __schema { ...F } } fragment F on __Schema { types { ...T } } fragment T on __Type { inputFields { type { inputFields { type { inputFields { name } } } } } }',
    '{ __type(name: "Query") { ...T } } fragment T on __Type { possibleTypes { ...U } } fragment U on __Type { possibleTypes { ...V } } fragment V on __Type { possibleTypes { name } }',
  ],
};

// Documents that break none of the rules.
export const valid = [
  '{ extra }', '{ __typename }', 'query { extra }', 'query Q { extra } query P { extra } mutation M { remove(id: 1) } subscription S { removed }', '"why" query Q("what" $a: Int) { echo(int: $a) } """more""" fragment F on Query { extra } query R { ...F }',
  '{ person(id: 1) { ...F ... on Named { name } ... { age } ... @include(if: true) { id } } } fragment F on Node { id }', '{ node(id: "x") { ... on Named { ... on Dog { barks } } __typename } }', '{ thing { ... on Named { name } ... on Node { id } } }', '{ named(id: 1) { ... on Pet { __typename } } }',
  '{ person(id: 1) { ... on Named { ... on Dog { barks } } } }', '{ needs(a: 1) x: needs(a: 1) }', '{ needs(a: 1, b: 2, c: null) }', '{ echo(float: 1, id: 1, ints: 1, matrix: 1, strict: 1, any: {a: [1, "b", RED, null, {c: 1.5}]}, date: 3) }', '{ echo(int: 2147483647) a: echo(int: -2147483648) b: echo(int: -0, float: -1.5e+10) }', '{ echo(matrix: [[1], 2, null]) }', '{ echo(string: "", id: "", color: EXTRA) }',
  'query ($a: Int!, $b: [Int!]!, $c: Float) { echo(int: $a, ints: $b, strict: $b, float: $c) }', 'query ($a: Int = 1) { needs(a: $a, b: $a) }', 'query ($b: Int) { needs(a: 1, b: $b) }', 'query ($y: Float) { echo(point: {x: 1, y: $y}) }', 'query ($a: Boolean = true) { extra @skip(if: $a) }', 'query ($a: ID!) { pet(by: {id: $a}) { __typename } }', 'query ($a: Choice!) { pet(by: $a) { __typename } }', 'query ($x: Int) { echo(any: {a: $x, b: [$x]}) }',
  'query ($w: Filter, $a: [Filter!]) { people(where: $w) { id } x: people(where: {and: $a, not: {and: [{}, {equals: "x"}]}}) { id } }', '{ pet(by: {id: 1}) { ... on Dog { x: barks } ... on Cat { x: meows } } }', '{ pet(by: {id: 1}) { ... on Dog { name(short: true) } ... on Cat { name } } }', '{ echo(point: {x: 1, y: 2}) echo(point: {y: 2, x: 1}) }',
  '{ extra extra extra }', '{ ...F ...F } fragment F on Query { extra ...G } fragment G on Query { extra self { ...H } } fragment H on Query { extra }', '{ self { self { extra } } self { self { extra needs(a: 1) } } }', '{ extra @mark @mark(label: "x") @mark(on: RED) @once(needed: 1) }', 'query @mark @onlyQuery { extra }',
  'subscription { changed { id } }', 'subscription { changed { id } changed { name } }', 'subscription S { ...F } fragment F on Subscription { ...G } fragment G on Subscription { removed }', '{ __schema { types { fields { args { name } type { ofType { ofType { name } } } } } directives { name } } __type(name: "Person") { fields(includeDeprecated: true) { name } } }', '\uFEFF{,,extra,,} # the end',
  'query($q: String = """block""") { echo(string: $q) }', '{ old(y: 1) }', '{ people(where: {least: 3}) { old color } }', 'mutation { add(point: {x: 1}) b: add(point: {x: 2, label: null}) }',
];

// Documents that are none; and some that are, on the edge.
export const syntax = [
  '', ' ', '{', '{ a', '}', '{ }', 'query', 'query Q', 'query Q {', 'query Q { a', '{ a { } }', '{ a( }', '{ a() }', '{ a(b) }', '{ a(b:) }', '{ a(b: 1', '{ a: }', '{ a: b: c }', '{ ... }', '{ ...on }', '{ ... on }', '{ ... on { a } }', '{ ...on on { a } }', '{ ...F', 'fragment on on Query { a }', 'fragment F Query { a }', 'fragment F on { a }', 'fragment F on Query',
  'fragment F on Query { on }', 'query ($a) { a }', 'query ($a:) { a }', 'query (a: Int) { a }', 'query () { a }', 'query ($a: Int', 'query ($a: [Int) { a }', 'query ($a: Int!!) { a }', 'query ($a: Int = $b) { a }', 'query ($a: Int = [$b]) { a }', 'query ($a: Int = {b: $}) { a }', 'query ($a: Int @d(x: $y)) { a }', 'nonsense', 'query query { query }', 'mutation mutation { mutation } fragment fragment on fragment { fragment }',
  '{ a @ }', '{ a @b( }', '{ a @b() }', '{ a(b: [1, 2) }', '{ a(b: {c: 1) }', '{ a(b: {c}) }', '{ a(b: {1: 2}) }', '{ a(b: $) }', '{ a(b: &) }', '{ a(b: ...) }', '{ a | b }', '{ a } }', '{ a } b', '. a', '.. a', '{ .. }', '{ .... }', '? {a}', '{ a ? }', '{ ä }', '{ a(b: "ä") }', '{ a\u00A0b }', '\u200B{ a }', '\uFEFF\uFEFF{ a }', "{ a(b: 'x') }", '{ a(b: `x`) }',
  '{ a(b: 00) }', '{ a(b: 01) }', '{ a(b: -) }', '{ a(b: -a) }', '{ a(b: 1.) }', '{ a(b: .1) }', '{ a(b: 1.a) }', '{ a(b: 1e) }', '{ a(b: 1e+) }', '{ a(b: 1ea) }', '{ a(b: 1.2.3) }', '{ a(b: 1x) }', '{ a(b: 1.5x) }', '{ a(b: 1_000) }', '{ a(b: 0x1F) }', '{ a(b: +1) }', '{ a(b: 0, c: -0, d: 1.0e10, e: 1E-5, f: 1e05) }', '{ a(b: 1', '{ a(b: 1.', '{ a(b: 1e', '{ a(b: 0',
  '{ a(b: ") }', '{ a(b: "x', '{ a(b: "x\n") }', '{ a(b: "x\r") }', '{ a(b: "\\") }', '{ a(b: "\\x") }', '{ a(b: "\\u") }', '{ a(b: "\\u12") }', '{ a(b: "\\u12G4") }', '{ a(b: "\\uD800") }', '{ a(b: "\\uDC00") }',  '{ a(b: "\\uDC00\\uDC00") }', '{ a(b: "\\uD83D\\uDE00") }', '{ a(b: "\\uD83D\\u0041") }', '{ a(b: "\\u{}") }', '{ a(b: "\\u{1F600}") }', '{ a(b: "\\u{110000}") }', '{ a(b: "\\u{D800}") }', '{ a(b: "\\u{0000000041}") }', '{ a(b: "\\u{41") }', '{ a(b: "\\u{4g}") }', '{ a(b: "\\n\\t\\"\\\\\\/\\b\\f\\r") }', '{ a(b: "\\N") }', '{ a(b: "\\🙂") }',
  '{ a(b: "") }', '{ a(b: """") }', '{ a(b: """""") }', '{ a(b: """x', '{ a(b: """x"") }', '{ a(b: """\\"""""") }', '{ a(b: """\n  a\n    b\n\n  c\n""") }', '{ a(b: """x\\u0041\\n""") }', '{ a(b: """🙂\r\n  ü\r  x""") @', '"just a string"', '"d" { a }', '"d" extend type A { a: Int }', '"d" nonsense', '"d" "e" query { a }', '"""d""" query Q { a }', '{ "d" a }', '{ a } # comment 🙂 without end', '# only a comment', '{ a # c\r b # c\r\n c # c\n }',
  '{ a }\n\n   ?', '{ # 🙂 ü 你\n  a(b: "🙂🙂 ü", c: ?) }', '"🙂" query ($x: Int = "ü") ?', 'type', 'type A', 'type A {', 'type A { }', 'type A { a }', 'type A { a: }', 'type A { a(b): C }', 'type A { a(): C }', 'type A implements { a: B }', 'type A implements B, C { a: B }', 'type A implements & B & C { a: B }', 'type A implements B C { a: B }', 'interface A implements B { a: C }', 'union A', 'union A =', 'union A = | B | C', 'union A = B |', 'union A B', 'enum A { }', 'enum A { true }', 'enum A { null }', 'enum A { a b }', 'enum A',
  'input A { a: B = $c }', 'input A { a(b: C): D }', 'input A { a: B = 1 @c }', 'scalar', 'scalar A @b(c: $d)', 'schema { }', 'schema { query }', 'schema { query: A other: B }', 'schema', 'schema @a { query: A }', 'extend schema', 'extend schema @a', 'extend type A', 'extend type A @b', 'extend scalar A', 'extend union A', 'extend union A = B', 'extend enum A', 'extend input A', 'extend interface A implements B', 'extend', 'extend nonsense A', 'extend query { a }',
  'directive @a', 'directive a on FIELD', 'directive @a on', 'directive @a on NOWHERE', 'directive @a on field', 'directive @a on | FIELD | QUERY', 'directive @a(b: C = 1) repeatable on FIELD', 'directive @a repeatable', 'directive @a() on FIELD', 'type A { "d" a("d" b: C): D } "d" enum E { "d" F }',
];
