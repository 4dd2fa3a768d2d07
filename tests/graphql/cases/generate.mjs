// Documents and variables made up from a schema and a seed: most are right but for a fault here and there.
const operations = { query: 'getQueryType', mutation: 'getMutationType', subscription: 'getSubscriptionType' };

/** Makes documents over a schema of the package graphql; one in `faults` choices is a wrong one (0: none is). */
export function documentsFrom({ reference: g, schema, random, faults }) {
  const { pick, below } = random;
  const wrong = () => faults > 0 && below(faults) === 0;
  const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
  const composites = types.filter((type) => g.isCompositeType(type));
  const inputs = types.filter((type) => g.isInputType(type));
  const maybe = (list) => (below(3) === 0 ? list() : '');
  let variables; // of the operation, by name: how its type is written
  let fragments; // by name: { type, body }
  let budget; // of selections, so that documents stay small

  const misspelt = (name) => pick([name.slice(1), `${name}x`, name.toUpperCase(), 'nothing', name.slice(0, -1), `_${name}`]).replace(/^$|^[0-9]/, 'z');

  function scalar(type) {
    switch (type.name) {
      case 'Int': return pick(['0', '1', '-5', '2147483647', ...(wrong() ? ['2147483648', '1.5', '"1"', 'true'] : [])]);
      case 'Float': return pick(['0', '1.5', '-2e10', '7', ...(wrong() ? ['"1"', 'false', 'x'] : [])]);
      case 'String': return pick(['"a"', '""', '"\\u00e9 \\"x\\""', '"""b\n  c"""', ...(wrong() ? ['1', 'RED', '{}'] : [])]);
      case 'Boolean': return pick(['true', 'false', ...(wrong() ? ['1', '"true"', 'yes'] : [])]);
      case 'ID': return pick(['"x"', '1', '-0', ...(wrong() ? ['1.5', 'true', 'ID'] : [])]);
      default: return pick(['"x"', '1', '{a: [1, {b: null}], c: "d"}', '[1.5, true]', 'WORD']);
    }
  }

  /** A literal of an input type, or a variable that is declared for its place. */
  function value(type, depth, mayVary = true) {
    if (mayVary && below(5) === 0) {
      const name = wrong() ? pick(['v0', 'v1', 'v2', 'undefined']) : `v${Object.keys(variables).length}`;
      const written = wrong() ? pick([String(g.getNullableType(type)), 'Int', `[${type}]`, 'String!', `${g.getNamedType(type)}`, 'Person', 'Nothing']) : pick([String(type), g.isNonNullType(type) ? String(type) : `${type}!`]);
      if (name !== 'undefined') variables[name] ??= written;
      return `$${name}`;
    }
    if (g.isNonNullType(type)) return wrong() ? 'null' : value(type.ofType, depth, false);
    if (below(12) === 0) return 'null';
    if (g.isListType(type)) {
      if (below(4) === 0) return value(type.ofType, depth, false);
      return `[${Array.from({ length: below(3) }, () => value(type.ofType, depth - 1, mayVary)).join(', ')}]`;
    }
    if (g.isEnumType(type)) return wrong() ? pick(['"RED"', 'red', '1', misspelt('GREEN')]) : pick(type.getValues()).name;
    if (!g.isInputObjectType(type)) return scalar(type);
    if (wrong()) return pick(['1', '"x"', '[]', '{}', '[{}]', 'X']);
    let fields = Object.values(type.getFields());
    if (type.isOneOf) fields = wrong() ? fields.slice(0, below(3)) : [pick(fields)];
    else fields = fields.filter((field) => (g.isRequiredInputField(field) ? !wrong() : depth > 0 && below(4) === 0));
    const written = fields.map((field) => `${wrong() ? misspelt(field.name) : field.name}: ${type.isOneOf ? value(new g.GraphQLNonNull(g.getNullableType(field.type)), depth - 1, mayVary) : value(field.type, depth - 1, mayVary)}`);
    if (written.length && wrong()) written.push(pick(written));
    return `{${written.join(', ')}}`;
  }

  function args(list) {
    const given = list.filter((arg) => (g.isRequiredArgument(arg) ? !wrong() : below(3) === 0));
    const written = given.map((arg) => `${wrong() ? misspelt(arg.name) : arg.name}: ${value(arg.type, 3)}`);
    if (wrong()) written.push('extraneous: 1');
    if (written.length && wrong()) written.push(pick(written));
    return written.length ? `(${written.join(' ')})` : '';
  }

  function directives(place) {
    if (below(8) !== 0) return '';
    const fitting = schema.getDirectives().filter((directive) => wrong() || directive.locations.includes(place));
    const some = fitting.length ? [pick(fitting), ...(wrong() ? [pick(fitting)] : [])] : [];
    return some.map((directive) => ` @${wrong() ? misspelt(directive.name) : directive.name}${args(directive.args)}`).join('');
  }

  /** A fragment of a type that may stand within the other. */
  function fragmentFor(parent) {
    const fitting = Object.keys(fragments).filter((name) => wrong() || (fragments[name].body && g.doTypesOverlap(schema, fragments[name].type, parent)));
    if (wrong()) return 'Unknown';
    if (fitting.length && below(2) === 0) return pick(fitting);
    const name = `F${Object.keys(fragments).length}`;
    const type = pick(composites.filter((candidate) => wrong() || g.doTypesOverlap(schema, candidate, parent)));
    fragments[name] = { type, body: '' };
    const body = selections(type, 3);
    fragments[name].body = body;
    return name;
  }

  function field(type, depth) {
    const all = g.isUnionType(type) ? [] : Object.values(type.getFields());
    const leaves = all.filter((one) => g.isLeafType(g.getNamedType(one.type)));
    const fitting = depth > 0 ? all : leaves;
    if (!fitting.length || below(10) === 0) return `${maybe(() => 't: ')}__typename`;
    const one = pick(fitting);
    const composite = g.isCompositeType(g.getNamedType(one.type));
    const below_ = composite !== wrong() ? ` ${selections(composite ? g.getNamedType(one.type) : type, depth - 1)}` : '';
    const alias = below(3) === 0 ? `${pick(['a', 'b', one.name, `${one.name}${below(9)}`])}: ` : '';
    return `${alias}${wrong() ? misspelt(one.name) : one.name}${args(one.args)}${directives('FIELD')}${below_}`;
  }

  function selection(type, depth) {
    budget -= 1;
    const kind = budget < 0 ? 0 : below(8);
    if (kind === 6) return `...${fragmentFor(type)}${directives('FRAGMENT_SPREAD')}`;
    if (kind < 7 || depth <= 0) return field(type, depth);
    const inner = pick(composites.filter((candidate) => wrong() || g.doTypesOverlap(schema, candidate, type)));
    const condition = below(3) === 0 ? '' : ` on ${wrong() ? pick([...types.map(({ name }) => name), 'Nothing']) : inner.name}`;
    return `...${condition}${directives('INLINE_FRAGMENT')} ${selections(condition ? inner : type, depth - 1)}`;
  }

  function selections(type, depth) {
    return `{ ${Array.from({ length: 1 + below(budget > 0 ? 4 : 1) }, () => selection(type, depth)).join(' ')} }`;
  }

  /** One document of one or more operations; and the variables of the first, as they are written. */
  return function document() {
    fragments = {};
    budget = 25;
    const count = wrong() ? 2 : 1;
    const written = Array.from({ length: count }, (_, i) => {
      variables = {};
      const kind = pick(['query', 'query', 'query', 'mutation', 'subscription']);
      const root = schema[operations[kind]]();
      const body = kind === 'subscription' && !wrong() ? `{ ${field(root, 3)} }` : selections(root, 4);
      if (wrong()) variables.unused = 'Int';
      const declared = Object.entries(variables).map(([name, type]) => {
        const named = inputs.find((candidate) => candidate.name === type.replace(/[[\]!]/g, ''));
        const fallback = named && below(4) === 0 && !type.endsWith('!') ? ` = ${value(g.typeFromAST(schema, g.parseType(type)), 2, false)}` : '';
        return `$${name}: ${type}${fallback}`;
      });
      const name = wrong() ? '' : ` Q${wrong() ? 0 : i}`;
      return `${kind}${name}${declared.length ? `(${declared.join(', ')})` : ''}${directives(kind.toUpperCase())} ${body}`;
    });
    const rest = Object.entries(fragments).map(([name, { type, body }]) => `fragment ${name} on ${wrong() ? pick(types).name : type.name}${directives('FRAGMENT_DEFINITION')} ${body}`);
    if (wrong() && rest.length) rest.push(pick(rest));
    return [...written, ...rest].join('\n');
  };
}

/** Makes JSON for a variable of some type. */
export function jsonFor({ reference: g, random, faults }) {
  const { pick, below } = random;
  const wrong = () => faults > 0 && below(faults) === 0;

  function scalar(type) {
    const right = { Int: [0, 1, -7, 2147483647], Float: [0, 1.5, -2e10, 3], String: ['', 'a', 'ü"🙂'], Boolean: [true, false], ID: ['x', 1, -3, ''] }[type.name];
    return right ? pick(right) : pick(['x', 1, { a: [1, { b: null }] }, [1.5, true], false]);
  }

  return function json(type, depth) {
    if (wrong()) return pick([null, 0, 1.5, 'x', true, [], {}, [null], { nothing: 1 }, 2147483648, 'RED', [[1]]]);
    if (g.isNonNullType(type)) return json(type.ofType, depth) ?? json(type, depth);
    if (below(8) === 0) return null;
    if (g.isListType(type)) return below(4) === 0 ? json(type.ofType, depth) : Array.from({ length: below(3) }, () => json(type.ofType, depth - 1));
    if (g.isEnumType(type)) return pick(type.getValues()).name;
    if (!g.isInputObjectType(type)) return scalar(type);
    const fields = Object.values(type.getFields());
    const given = type.isOneOf ? [pick(fields)] : fields.filter((field) => g.isRequiredInputField(field) || (depth > 0 && below(3) === 0));
    return Object.fromEntries(given.map((field) => [field.name, json(type.isOneOf ? new g.GraphQLNonNull(field.type) : field.type, depth - 1)]));
  };
}
