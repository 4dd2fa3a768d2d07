// What may stand at a place of a GraphQL document, by the server's schema: a walk over the tokens before it. A document
// that is not whole yet is what it is for, so nothing here is an error.

const TOKENS = /#[^\n]*|"""[^]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|\.\.\.|[_A-Za-z][_0-9A-Za-z]*|-?\d[\d.eE+-]*|[{}()[\]:!$@=|&]/g;
const ROOTS = { query: 'queryType', mutation: 'mutationType', subscription: 'subscriptionType' };

/** The name of what a type is of: "[User!]!" is of User. */
export function typeName(type) {
  return type.ofType ? typeName(type.ofType) : type.name;
}

/** A type as a document writes it. */
export function typeText(type) {
  if (type.kind === 'NON_NULL') return `${typeText(type.ofType)}!`;
  return type.kind === 'LIST' ? `[${typeText(type.ofType)}]` : type.name;
}

/** The schema of an introspection's answer, with types by name: { types, roots }. */
export function schemaOf({ __schema: schema }) {
  const roots = Object.fromEntries(Object.entries(ROOTS).filter(([, key]) => schema[key]).map(([operation, key]) => [operation, schema[key].name]));
  return { types: new Map(schema.types.map((type) => [type.name, type])), roots };
}

const find = (list, name) => (list ?? []).find((one) => one.name === name);

/** Takes one token further: state is { stack, root, field, argument, before, condition }. */
function step(schema, state, token) {
  const top = state.stack.at(-1);
  const typeOf = (name) => schema.types.get(name);
  if (token === '{') {
    const type = top?.kind === 'arguments' || top?.kind === 'input' ? state.argument && typeOf(typeName(state.argument.type)) : state.condition ?? (top ? state.field && typeOf(typeName(state.field.type)) : typeOf(schema.roots[state.root]));
    state.stack.push({ kind: top?.kind === 'arguments' || top?.kind === 'input' ? 'input' : 'selection', type });
    state.condition = undefined;
  } else if (token === '(') {
    // Variables stand in front of any selection.
    state.stack.push(top ? { kind: 'arguments', field: state.field } : { kind: 'variables' });
  } else if (token === '}' || token === ')') {
    state.stack.pop();
    state.argument = undefined;
  } else if (/^[_A-Za-z]/.test(token)) {
    if (!top && ROOTS[token]) state.root = token;
    if (state.before === 'on' || (state.before === '...' && token !== 'on')) state.condition = typeOf(token);
    else if (top?.kind === 'selection') state.field = find(top.type?.fields, token);
    else if (top?.kind === 'arguments' && state.before !== ':') state.argument = find(top.field?.args, token);
    else if (top?.kind === 'input' && state.before !== ':') state.argument = find(top.type?.inputFields, token);
  }
  state.before = token;
}

/** What begins with the prefix at the end of a text: { prefix, options: [{ name, detail }] }. */
export function completionsOf(schema, text) {
  const prefix = /[_A-Za-z][_0-9A-Za-z]*$/.exec(text)?.[0] ?? '';
  const state = { stack: [], root: 'query' };
  for (const [token] of text.slice(0, text.length - prefix.length).matchAll(TOKENS)) if (!token.startsWith('#')) step(schema, state, token);
  const top = state.stack.at(-1);
  const described = (list) => (list ?? []).map(({ name, type }) => ({ name, detail: type ? typeText(type) : '' }));
  const values = () => {
    const type = state.argument && schema.types.get(typeName(state.argument.type));
    return type?.name === 'Boolean' ? [{ name: 'true', detail: '' }, { name: 'false', detail: '' }] : described(type?.enumValues);
  };
  let options = [];
  if (state.before === 'on') options = [...schema.types.values()].filter(({ kind }) => kind === 'OBJECT' || kind === 'INTERFACE').map(({ name }) => ({ name, detail: '' }));
  else if (!top) options = Object.keys(schema.roots).map((name) => ({ name, detail: '' }));
  else if (top.kind === 'selection') options = described(top.type?.fields);
  else if (top.kind !== 'variables' && [':', '['].includes(state.before)) options = values();
  else if (top.kind === 'arguments') options = described(top.field?.args);
  else if (top.kind === 'input') options = described(top.type?.inputFields);
  return { prefix, options: options.filter(({ name }) => name.toLowerCase().startsWith(prefix.toLowerCase()) && name !== prefix && (prefix.startsWith('__') || !name.startsWith('__'))) };
}
