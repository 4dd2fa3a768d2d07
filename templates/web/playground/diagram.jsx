// The entity-relationship diagram, drawn from the app's Mermaid source (docs/er.md) by dagre, which lays Mermaid's own
// diagrams out. Mermaid itself would be ten times the rest of this page, and wants styles that the server does not allow.
import dagre from '@dagrejs/dagre';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

const LINE = 18;
const CHARACTER = 7.4; // the width of one, at most
const PADDING = 12;
const NARROW = 700; // px of a window that is a phone's
const MARGIN = 16; // px round the class at which one begins

/** { classes: [{ name, fields: [{ type, name, keys }] }], links: [{ from, to, ends, name }] } of a Mermaid erDiagram. */
export function parseDiagram(source) {
  const classes = [];
  const links = [];
  for (const line of source.split('\n').map((one) => one.trim())) {
    const entity = /^"([^"]+)" \{$/.exec(line);
    const link = /^"([^"]+)" (\S+--\S+) "([^"]+)" : "([^"]+)"$/.exec(line);
    const field = /^(\w+) (\w+)(?: ([A-Z]{2}(?:, [A-Z]{2})*))?(?: "required")?$/.exec(line);
    if (entity) classes.push({ name: entity[1], fields: [] });
    else if (link) links.push({ from: link[1], ends: link[2], to: link[3], name: link[4] });
    else if (field && classes.length) classes.at(-1).fields.push({ type: field[1], name: field[2], keys: field[3] ?? '', required: line.endsWith('"required"') });
  }
  return { classes, links };
}

const fieldText = ({ name, type, keys, required }) => `${name}: ${type}${keys ? ` ${keys}` : ''}${required ? ' *' : ''}`;

function layOut({ classes, links }) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 90, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const one of classes) {
    const longest = Math.max(one.name.length + 2, ...one.fields.map((field) => fieldText(field).length));
    graph.setNode(one.name, { width: longest * CHARACTER + 2 * PADDING, height: (one.fields.length + 1) * LINE + 2 * PADDING, entity: one });
  }
  links.forEach((link, i) => graph.setEdge(link.from, link.to, { link }, String(i)));
  dagre.layout(graph);
  return graph;
}

const isShown = (name, all) => all || !name.startsWith('_') || name === '_User';

/** Whether one of the words is in the class's name or fields, and all of them are in it. */
const matches = ({ name, fields }, words) => words.every((word) => `${name} ${fields.map(fieldText).join(' ')}`.toLowerCase().includes(word));

function Entity({ node, found }) {
  const { x, y, width, height, entity } = node;
  const left = x - width / 2;
  const top = y - height / 2;
  return (
    <g class={found ? 'entity' : 'entity faint'}>
      <rect x={left} y={top} width={width} height={height} rx="6" />
      <text class="name" x={left + PADDING} y={top + PADDING + 12}>{entity.name}</text>
      <line x1={left} x2={left + width} y1={top + PADDING + LINE} y2={top + PADDING + LINE} />
      {entity.fields.map((field, i) => <text x={left + PADDING} y={top + PADDING + 12 + (i + 1) * LINE + 4}>{fieldText(field)}</text>)}
    </g>
  );
}

/** Crow's feet: where a line ends at many objects, and where at one. */
function Link({ edge }) {
  const path = edge.points.map(({ x, y }, i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ');
  const middle = edge.points[Math.floor(edge.points.length / 2)];
  const [from, to] = edge.link.ends.split('--');
  return (
    <g class="link">
      <path d={path} marker-start={/[{}]/.test(from) ? 'url(#many)' : 'url(#one)'} marker-end={/[{}]/.test(to) ? 'url(#many)' : 'url(#one)'} />
      <text x={middle.x} y={middle.y - 4} text-anchor="middle">{edge.link.name}</text>
    </g>
  );
}

export function Diagram({ source, words }) {
  const [all, setAll] = useState(false);
  const [scale, setScale] = useState(() => (innerWidth < NARROW ? 0.6 : 1));
  const region = useRef();
  const { graph, entities, edges } = useMemo(() => {
    const { classes, links } = parseDiagram(source);
    const shown = { classes: classes.filter(({ name }) => isShown(name, all)), links: links.filter(({ from, to }) => isShown(from, all) && isShown(to, all)) };
    const laidOut = layOut(shown);
    return { graph: laidOut.graph(), entities: laidOut.nodes().map((name) => laidOut.node(name)), edges: laidOut.edges().map((edge) => laidOut.edge(edge)) };
  }, [source, all]);
  // Where there is not room for all, one begins at a class, and not at the empty corner beside it.
  useEffect(() => {
    const first = [...entities].sort((a, b) => a.y - a.height / 2 - (b.y - b.height / 2))[0];
    if (first) region.current.scrollTo((first.x - first.width / 2) * scale - MARGIN, (first.y - first.height / 2) * scale - MARGIN);
  }, [graph]);
  const found = entities.filter(({ entity }) => matches(entity, words));
  return (
    <section aria-labelledby="diagram">
      <div class="row">
        <h2 id="diagram">Diagram</h2>
        <label class="check"><input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} /> Parse's own classes, too</label>
        <button type="button" class="quiet" onClick={() => setScale(Math.min(2, scale * 1.25))} aria-label="Larger">+</button>
        <button type="button" class="quiet" onClick={() => setScale(Math.max(0.2, scale / 1.25))} aria-label="Smaller">−</button>
      </div>
      <p>{words.length ? `${found.length} of ${entities.length} classes have these words.` : `${entities.length} classes, ${edges.length} pointers and relations; * is required, FK points at another class, UK is unique.`}</p>
      <div ref={region} class="scrolls diagram" tabindex="0" role="region" aria-label="Diagram">
        <svg role="img" aria-label={`Entity-relationship diagram of ${entities.map(({ entity }) => entity.name).join(', ')}`} viewBox={`0 0 ${graph.width} ${graph.height}`} width={graph.width * scale} height={graph.height * scale}>
          <defs>
            <marker id="one" viewBox="0 0 12 12" refX="11" refY="6" markerWidth="12" markerHeight="12" orient="auto-start-reverse"><path d="M8 1V11" /></marker>
            <marker id="many" viewBox="0 0 12 12" refX="11" refY="6" markerWidth="12" markerHeight="12" orient="auto-start-reverse"><path d="M1 6L11 1M1 6L11 6M1 6L11 11" /></marker>
          </defs>
          {edges.map((edge) => <Link edge={edge} />)}
          {entities.map((node) => <Entity key={node.entity.name} node={node} found={found.includes(node)} />)}
        </svg>
      </div>
    </section>
  );
}
