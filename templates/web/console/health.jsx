// Whether the server is well, and with the master key what it thinks of its own set-up.
import { useLoad } from '../kit/load.js';
import { Fault, Waiting } from '../kit/parts.jsx';
import { language, t } from '../kit/texts.js';
import { timeText } from '../kit/values.js';
import { useConsole } from './context.js';
import securityWords from './security_words.js';

/** What /health/ready answers, ready or not: { isReady, reasons }. */
export async function askHealth(client) {
  const answer = await fetch(`${client.api}/health/ready`, { cache: 'no-store' });
  const { reasons = [] } = await answer.json();
  return { isReady: answer.ok, reasons };
}

export function HealthState({ health }) {
  return health.isReady ? <p class="note good">{t('health.ready')}</p> : <div class="note bad" role="alert">{t('health.unready')}<ul>{health.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul></div>;
}

const translated = (words) => securityWords[language()]?.[words] ?? words;

function Security() {
  const { client } = useConsole();
  const { data, error, reload } = useLoad(() => client.get('/security'), []);
  if (error) return <Fault error={error} onRetry={reload} />;
  if (!data) return <Waiting />;
  return data.report.groups.map(({ name, checks }) => (
    <section key={name} class="card stack">
      <h2>{translated(name)}</h2>
      <ul class="checks">{checks.map(({ title, state, warning, solution }) => (
        <li key={title}><span class={state === 'success' ? 'chip good' : 'chip warn'}>{t(state === 'success' ? 'health.passed' : 'health.failed')}</span> {translated(title)}{warning && <p class="soft">{translated(warning)} {translated(solution)}</p>}</li>
      ))}</ul>
    </section>
  ));
}

export function Health() {
  const { client, who, model } = useConsole();
  const { data, error, reload } = useLoad(() => askHealth(client), []);
  return (
    <>
      <div class="row spread"><h1>{t('health')}</h1><button type="button" class="small" onClick={reload}>{t('reload')}</button></div>
      <Fault error={error} onRetry={reload} />
      {data && <HealthState health={data} />}
      <section class="card stack">
        <h2>{t('health.limits')}</h2>
        <dl>
          <dt>{t('health.api')}</dt><dd><code>{client.api}</code></dd>
          <dt>{t('health.session')}</dt><dd>{timeText(model.sessionSeconds * 1000)}</dd>
          <dt>{t('health.idle')}</dt><dd>{model.idleSeconds ? timeText(model.idleSeconds * 1000) : t('none')}</dd>
        </dl>
      </section>
      {who.isMaster ? <Security /> : <p class="soft">{t('health.more')}</p>}
    </>
  );
}
