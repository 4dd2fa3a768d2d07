// A small GraphQL schema as introspection tells it, for tests of what the playground makes of one.
const named = (kind, name) => ({ kind, name, ofType: null });
const nonNull = (ofType) => ({ kind: 'NON_NULL', name: null, ofType });
const list = (ofType) => ({ kind: 'LIST', name: null, ofType });
const field = (name, type, args = [], description = null) => ({ name, description, args, type });
const argument = (name, type) => ({ name, description: null, type });
const type = (kind, name, more) => ({ kind, name, description: null, fields: null, inputFields: null, enumValues: null, possibleTypes: null, ...more });

const STRING = named('SCALAR', 'String');
const ORDERS = [argument('where', named('INPUT_OBJECT', 'OrderWhereInput')), argument('order', list(nonNull(named('ENUM', 'OrderOrder')))), argument('first', named('SCALAR', 'Int'))];

export const introspection = {
  __schema: {
    queryType: { name: 'Query' }, mutationType: { name: 'Mutation' }, subscriptionType: null,
    types: [
      type('OBJECT', 'Query', { fields: [field('health', nonNull(named('SCALAR', 'Boolean'))), field('orders', named('OBJECT', 'OrderConnection'), ORDERS, 'What was ordered.'), field('node', named('INTERFACE', 'Node'), [argument('id', nonNull(named('SCALAR', 'ID')))])] }),
      type('OBJECT', 'Mutation', { fields: [field('createOrder', named('OBJECT', 'Order'), [argument('input', named('INPUT_OBJECT', 'CreateOrderInput'))])] }),
      type('OBJECT', 'OrderConnection', { fields: [field('edges', list(named('OBJECT', 'OrderEdge')))] }),
      type('OBJECT', 'OrderEdge', { fields: [field('node', named('OBJECT', 'Order'))] }),
      type('OBJECT', 'Order', { fields: [field('objectId', nonNull(named('SCALAR', 'ID'))), field('drug', STRING), field('dosage', STRING), field('patient', named('OBJECT', 'Patient'))] }),
      type('OBJECT', 'Patient', { fields: [field('displayName', STRING)] }),
      type('INTERFACE', 'Node', { fields: [field('id', nonNull(named('SCALAR', 'ID')))], possibleTypes: [{ name: 'Order' }] }),
      type('INPUT_OBJECT', 'OrderWhereInput', { inputFields: [argument('drug', named('INPUT_OBJECT', 'StringWhereInput')), argument('OR', list(nonNull(named('INPUT_OBJECT', 'OrderWhereInput'))))] }),
      type('INPUT_OBJECT', 'StringWhereInput', { inputFields: [argument('equalTo', STRING), argument('exists', named('SCALAR', 'Boolean'))] }),
      type('INPUT_OBJECT', 'CreateOrderInput', { inputFields: [argument('drug', nonNull(STRING))] }),
      type('ENUM', 'OrderOrder', { enumValues: [{ name: 'drug_ASC' }, { name: 'drug_DESC' }] }),
      ...['String', 'Boolean', 'Int', 'ID'].map((name) => type('SCALAR', name)),
    ],
  },
};
