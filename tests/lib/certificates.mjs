// Certificates for tests, made when they are needed. Each is its own authority, and is trusted by this process.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownAddress, trust } from './wire.mjs';

let folder;
let count = 0;

function newPath(name) {
  if (!folder) {
    folder = mkdtempSync(join(tmpdir(), 'caregen-tls-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  count += 1;
  return join(folder, `${count}-${name}`);
}

const openssl = (...given) => execFileSync('openssl', given, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const names = `subjectAltName=IP:127.0.0.1,IP:${ownAddress},IP:::1,DNS:`;

/** The configuration of an authority that lets one say when a certificate ends. */
function authority() {
  const file = newPath('ca.conf');
  const index = newPath('index');
  writeFileSync(index, '');
  writeFileSync(file, `[ca]\ndefault_ca = this\n[this]\ndatabase = ${index}\nnew_certs_dir = ${folder}\nrand_serial = yes\ndefault_md = sha256\npolicy = any\n`
    + `copy_extensions = copy\nunique_subject = no\nx509_extensions = authority\n[authority]\nbasicConstraints = CA:TRUE\n[any]\ncommonName = supplied\n`);
  return file;
}

/**
 * A certificate for this machine: { cert, key, pem, fingerprint, arguments }, cert and key as files. It is good for so many
 * days, or ends at a Date; `kind` "rsa:2048" in place of EC; `name` is a name of this machine, besides its addresses.
 */
export function newCertificate({ days = 30, ends, kind, name = 'localhost' } = {}) {
  const [cert, key] = [newPath('cert.pem'), newPath('key.pem')];
  const request = ['req', '-nodes', ...(kind ? ['-newkey', kind] : curve), '-keyout', key, '-subj', `/CN=test ${count}`, '-addext', names + name];
  if (ends) {
    const csr = newPath('request.pem');
    openssl(...request, '-out', csr);
    const time = (date) => `${date.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
    openssl('ca', '-batch', '-notext', '-config', authority(), '-selfsign', '-keyfile', key, '-in', csr, '-out', cert,
      '-startdate', time(new Date(ends.getTime() - 1000 * 24 * 3600 * 1000)), '-enddate', time(ends));
  } else {
    openssl(...request, '-x509', '-days', String(days), '-out', cert);
  }
  const pem = readFileSync(cert, 'utf8');
  trust(pem);
  const fingerprint = openssl('x509', '-in', cert, '-noout', '-fingerprint', '-sha256').trim().split('=')[1];
  return { cert, key, pem, fingerprint, arguments: ['--tls-cert', cert, '--tls-key', key] };
}

let shared;
/** One for the whole process. */
export const certificate = () => (shared ??= newCertificate());
