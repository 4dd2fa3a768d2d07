// What a reading says, as facts that can be compared: one for each role, operation and class of a sentence, so that
// neither the order of a list nor the way in which sentences are cut makes a difference.

const single = (word) => word.toLowerCase().replace(/^women$/, 'woman').replaceAll('-', '').replace(/ies$/, 'y').replace(/(ss|us|is)$/, '$1~').replace(/s$/, '').replace('~', '');
const list = (text) => text.split(/\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+/).filter(Boolean).map((item) => item.replace(/^(a|an|the|each|every) /i, ''));
const names = (text) => list(text).map(single);
const each = (...lists) => lists.reduce((all, items) => all.flatMap((one) => items.map((item) => [...one, item])), [[]]);
const operations = (text) => names(text).map((word) => ({ see: 'read', view: 'read' })[word] ?? word);

/** "whose status is not draft and whose topic is a or b", whatever the order. */
function conditions(text = '') {
  return text.split(/\s*(?:and )?whose /).filter(Boolean).map((one) => {
    const [, field, not, values] = /^(\S+) is (not )?(.+)$/.exec(one.trim()) ?? [undefined, one, '', ''];
    return `${field} ${not ? '!=' : '='} ${list(values).sort().join('|')}`;
  }).sort().join(' & ');
}

const CONDITIONS = '( whose .+)?';
const VERB = '(?:read|see|view|get|find|create|update|delete)';
const VERBS = `${VERB}(?:,? (?:and |or )?${VERB})*`;
// "The therapist of a Visit can read it." and "Therapists can read their own Visit." say the same here.
const access = (scope) => (parts) => {
  const { roles, ops, fields, classes, where } = parts;
  return each(names(roles), fields ? names(fields).map((field) => `update only ${field}`) : operations(ops), names(classes))
    .map(([role, what, name]) => [role, what, name, scope, conditions(where)].filter(Boolean).join(' '));
};

/** Each form: its pattern, and the facts that a sentence of it states. */
const forms = [
  [/^(?<roles>.+) are all users$/i, ({ roles }) => names(roles).map((role) => `role ${role}: all users`)],
  [/^(?<roles>.+) are users in the role (?<name>\S+)(?: with an? (?<profile>\S+))?$/i, ({ roles, name, profile }) => names(roles)
    .map((role) => `role ${role}: ${single(name)}${profile ? ` with ${single(profile)}` : ''}`)],
  [/^(?<roles>.+) are users with an? (?<profile>\S+)$/i, ({ roles, profile }) => names(roles).map((role) => `role ${role}: users with ${single(profile)}`)],
  [/^(?<classes>.+) belongs? to (?<fields>.+)$/i, ({ classes, fields }) => names(classes).map((name) => `owner of ${name}: ${names(fields).sort()}`)],
  // Who is in the role besides is another fact, which no expectation has to say again.
  [new RegExp(`^(?<who>.+) can update only (?<fields>.+) of (?<classes>.+?) in which they are the (?<roles>\\S+?)(?<where>${CONDITIONS})$`, 'i'), access('own')],
  [new RegExp(`^(?<who>.+) can (?<ops>${VERBS}) (?<classes>.+?) in which they are the (?<roles>\\S+?)(?<where>${CONDITIONS})$`, 'i'), access('own')],
  ...[['their own ', 'own'], ['', 'assigned'], ['(?:all|any|every) ', 'all']].flatMap(([word, scope]) => {
    const what = `${word}(?<classes>.+?)${scope === 'assigned' ? ' of their assigned \\S+?' : ''}(?<where>${CONDITIONS})`;
    return [[new RegExp(`^(?<roles>.+) can update only (?<fields>.+) of ${what}$`, 'i'), access(scope)], [new RegExp(`^(?<roles>.+) can (?<ops>${VERBS}) ${what}$`, 'i'), access(scope)]];
  }),
  [new RegExp(`^(?<roles>.+) of an? (?<classes>\\S+) can update only (?<fields>.+?)(?<where>${CONDITIONS})$`, 'i'), access('own')],
  [new RegExp(`^(?<roles>.+) of an? (?<classes>\\S+) can (?<ops>${VERBS}) it(?<where>${CONDITIONS})$`, 'i'), access('own')],
  [/^only (?<roles>.+) can read (?<fields>.+) of (?<classes>.+)$/i, ({ roles, fields, classes }) => each(names(fields), names(classes))
    .map(([field, name]) => `${field} of ${name} only for ${names(roles).sort()}`)],
  [new RegExp(`^(?<name>\\S+)(?<where>( whose .+?)?) lets its (?<actors>.+?) (?<ops>${VERBS}) records of its (?<target>\\S+)(?<rest>.*)$`, 'i'), ({ name, where, actors, ops, target, rest }) => each(names(actors), operations(ops))
    .map(([actor, op]) => `${single(name)} ${conditions(where)} lets ${actor} ${op} of ${single(target)} ${rest.trim().toLowerCase()}`)],
  [/^(?<classes>.+) are append-only$/i, ({ classes }) => names(classes).map((name) => `append-only ${name}`)],
  [/^(?<classes>.+) keep versions$/i, ({ classes }) => names(classes).map((name) => `versions of ${name}`)],
  [/^audit every (?<ops>.+) of (?<classes>.+)$/i, ({ ops, classes }) => ['trail', ...operations(ops).filter((op) => ['read', 'get', 'find', 'count'].includes(op))
    .flatMap((op) => names(classes).map((name) => `audit ${op} of ${name}`))]],
  [/^when an? (?<roles>\S+) publishes an? (?<name>\S+), audit it(?: and notify (?<actors>.+))?$/i, ({ roles, name, actors }) => ['trail', `publish ${single(roles)} ${single(name)}`,
    ...(actors ? names(actors).map((actor) => `notify ${actor} of published ${single(name)}`) : [])]],
  [/^(?<roles>.+) publish (?<classes>.+)$/i, ({ roles, classes }) => each(names(roles), names(classes)).map((pair) => `publish ${pair.join(' ')}`)],
  [/^when (?<name>\S+)\.(?<field>\S+) becomes (?<value>.+), notify (?<actors>.+)$/i, ({ name, field, value, actors }) => names(actors).map((actor) => `notify ${actor} when ${single(name)}.${field} becomes ${names(value).sort().join('|')}`)],
  [/^when an? (?<name>\S+) is (?<event>\S+), notify (?<actors>.+)$/i, ({ name, event, actors }) => names(actors).map((actor) => `notify ${actor} of ${event} ${single(name)}`)],
  [/^(?<roles>.+) acknowledge (?:each|every|new) (?<classes>.+)$/i, ({ roles, classes }) => each(names(roles), names(classes)).map((pair) => `acknowledge ${pair.join(' ')}`)],
  [/^(?<fields>.+) of (?<classes>.+) are (?<what>encrypted|served by signed urls)$/i, ({ fields, classes, what }) => each(names(fields), names(classes)).map((pair) => `${what.toLowerCase()} ${pair.join(' of ')}`)],
  [/^(?<classes>.+) are kept for (?<time>.+)$/i, ({ classes, time }) => names(classes).map((name) => `${name} kept ${time}`)],
  [/^(?<roles>.+) sign up themselves$/i, ({ roles }) => names(roles).map((role) => `sign-up ${role === 'everyone' ? 'user' : role}`)],
  [/^(?<roles>.+) wait for approval by (?<by>.+)$/i, ({ roles, by }) => names(roles).map((role) => `approval ${role} by ${names(by)}`)],
  [/^(?<roles>.+) can export their own record$/i, ({ roles }) => names(roles).map((role) => `export ${role}`)],
  [/^(?<property>\S+\.\S+) goes (?<states>.+?)(?:,? by (?<by>.+))?$/i, ({ property, states, by }) => {
    const steps = states.split(/\s*(?:->|→)\s*/).map((state) => state.split(/ or /));
    const pairs = steps.slice(1).flatMap((to, at) => each(steps[at], to));
    return each(pairs, by ? names(by) : ['anybody']).map(([[from, to], who]) => `step of ${property.toLowerCase()}: ${from} -> ${to} by ${who}`);
  }],
  [/^(?<classes>.+?) of the same (?<field>\S+)(?<where>( whose .+?)?) do not overlap(?: from (?<from>\S+))?(?: to (?<to>\S+))?$/i, ({ classes, field, where, from = 'startAt', to = 'endAt' }) => names(classes)
    .map((name) => `${name} of one ${field.toLowerCase()} ${conditions(where)} apart from ${from} to ${to}`)],
  [/^correcting|^publishing|^creating|^updating/i, undefined],
];

/** The facts that a sentence of the controlled language states; what has no form of ours is a fact as it stands. */
export function factsOf(sentence) {
  const text = sentence.trim().replace(/[.。]$/, '').replaceAll(/\s+/g, ' ');
  const plain = text.replace(/ (is|keeps) (append-only|versions|encrypted|kept for|served by)/i, (_, verb, rest) => ` ${verb === 'keeps' ? 'keep' : 'are'} ${rest}`);
  for (const [pattern, facts] of forms) {
    const found = pattern.exec(plain);
    if (found && facts) return facts(found.groups);
  }
  return [plain.toLowerCase().replaceAll(/\b(a|an|the) /g, '')];
}

/** Whether others of the facts say as much: who may update may update a field; who takes a step out of draft publishes. */
function isCovered(fact, facts) {
  const [, who, name] = /^(\S+) update only \S+ (\S+)/.exec(fact) ?? [];
  if (name) return [...facts].some((other) => other.startsWith(`${who} update ${name} `));
  const [, publisher, published] = /^publish (\S+) (\S+)$/.exec(fact) ?? [];
  return published && [...facts].some((other) => other.startsWith(`step of ${published}.`) && / draft -> /.test(other) && other.endsWith(` by ${publisher}`));
}

/** All facts of a reading. A trail brings an audit log that is append-only. */
export function factsOfAll(sentences) {
  const facts = new Set(sentences.flatMap(factsOf));
  if (facts.has('trail')) facts.add('append-only auditlog');
  // From which values somebody may take steps, the steps say; that he may change the field there need not say it again.
  const changes = [...facts].map((fact) => /^(?<change>(?<who>\S+) update only (?<field>\S+) (?<name>\S+) \S+) (?<of>\S+) = (?<from>\S+)$/.exec(fact))
    .filter((found) => found && found.groups.of === found.groups.field);
  for (const { 0: fact, groups: { change, who, field, name } } of changes) {
    const from = changes.filter(({ groups }) => groups.change === change).flatMap(({ groups }) => groups.from.split('|'));
    const steps = [...facts].filter((one) => one.startsWith(`step of ${name}.${field}: `) && one.endsWith(` by ${who}`));
    if (!steps.length || !steps.every((one) => from.includes(one.split(': ')[1].split(' -> ')[0]))) continue;
    facts.delete(fact);
    facts.add(change);
  }
  // So do those who may not change it from values from which no step of theirs leads.
  for (const fact of [...facts]) {
    const { change, who, field, name, of, not } = /^(?<change>(?<who>\S+) update only (?<field>\S+) (?<name>\S+) \S+) (?<of>\S+) != (?<not>\S+)$/.exec(fact)?.groups ?? {};
    const steps = [...facts].filter((one) => one.startsWith(`step of ${name}.${field}: `) && one.endsWith(` by ${who}`));
    const isSaid = of === field && steps.length && steps.every((one) => !not.split('|').includes(one.split(': ')[1].split(' -> ')[0]));
    if (!change || !isSaid) continue;
    facts.delete(fact);
    facts.add(change);
  }
  return facts;
}

const marks = { 'x': 'closed', '?': 'left', '!': 'diagnostics', '#': 'wanted' };

/** The blocks of an expected.txt: { sentence, reading, closed, left, diagnostics, wanted, noRule }. */
export function readExpected(text) {
  const blocks = [];
  for (const line of text.split('\n').map((one) => one.trim()).filter(Boolean)) {
    if (line.startsWith('> ')) {
      blocks.push({ sentence: line.slice(2), reading: [], closed: [], left: [], diagnostics: [], wanted: [], noRule: false });
      continue;
    }
    const block = blocks.at(-1);
    if (!block) throw new Error(`no sentence before '${line}'`);
    if (line === '- carries no rule') block.noRule = true;
    else if (marks[line[0]] && line[1] === ' ') block[marks[line[0]]].push(line.slice(2));
    else block.reading.push(line);
  }
  return blocks;
}

/** Whether one of the facts opens what a sentence without a condition, after an x, says is closed: all rows are not
 * opened by one's own. */
export function opened(facts, closed) {
  return factsOf(closed).flatMap((fact) => {
    const [who, what, name, scope] = fact.split(' ');
    if (!name) return facts.has(fact) ? [fact] : [];
    return [...facts].filter((other) => {
      const [role, ...rest] = other.split(' ');
      const isAsMuch = scope !== 'all' || rest[2] === 'all';
      return role === who && rest[0] === what && rest.includes(name) && !rest.includes('only') && isAsMuch;
    });
  });
}

/** Who there is may be said where nothing comes of it: a noun that only prohibitions speak of, say. */
const isHarmless = (fact) => /^role |^approval \S+ by admin$| is closed$/.test(fact);

/** Whether a field was to be kept from more: it is less than was expected, and nothing else. */
function isLess(fact, all) {
  const [, field, readers] = /^(\S+ of \S+) only for (\S+)$/.exec(fact) ?? [];
  if (!field) return false;
  return [...all].some((other) => other.startsWith(`${field} only for `) && other.split(' ').at(-1).split(',').every((one) => readers.split(',').includes(one)));
}

/**
 * Compares what was read with what was expected, sentence by sentence; both are lists of { sentence, reading, left,
 * diagnostics } in the prompt's order. Each sentence gets { sentence, verdict, missing, extra }. The verdict is
 * 'as expected'; 'shown' where less was read and the words left over, or a diagnostic, say so; and else 'wrong'.
 */
export function judge(expected, read) {
  const [all, got] = [expected, read].map((blocks) => factsOfAll(blocks.flatMap(({ reading }) => reading)));
  // The reader shows a sentence without the marks that print it bold or as code.
  const plain = (sentence) => sentence.replaceAll(/\*\*|`/g, '');
  const readOf = new Map(read.map((block) => [plain(block.sentence), block]));
  return expected.map((block) => {
    const { sentence } = block;
    const found = readOf.get(plain(sentence)) ?? { reading: [], left: [], diagnostics: [] };
    const missing = [...factsOfAll(block.reading)].filter((fact) => !got.has(fact) && !isCovered(fact, got));
    const extra = [...factsOfAll(found.reading)].filter((fact) => !all.has(fact) && !isCovered(fact, all) && !isHarmless(fact) && !isLess(fact, all));
    const isShown = found.left.length > 0 || found.diagnostics.length > 0;
    const expectsToBeShown = block.left.length > 0 || block.diagnostics.length > 0;
    const isOpen = block.closed.filter((one) => !one.includes(' whose ')).some((one) => opened(got, one).length > 0);
    let verdict = 'as expected';
    if (extra.length || isOpen || ((missing.length || expectsToBeShown) && !isShown)) verdict = 'wrong';
    else if (missing.length || isShown !== expectsToBeShown) verdict = 'shown';
    return { sentence, verdict, missing, extra };
  });
}
