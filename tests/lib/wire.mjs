// A socket to a server, plain or by TLS as its URL says, trusting certificates that were made for the tests.
import net from 'node:net';
import tls from 'node:tls';

const authorities = [];

/** An address of this machine that no other process of the tests listens on or connects from: a port of it that was let go
 * is free still. */
export const ownAddress = `127.${64 + ((process.pid >> 16) & 63)}.${(process.pid >> 8) & 255}.${process.pid & 255}`;

/** From now on this process trusts a certificate. */
export const trust = (certificate) => authorities.push(certificate);
export const trusted = () => authorities;

/** Connects to where a URL leads. */
export function connectTo(base, options = {}) {
  const { protocol, hostname, port } = new URL(base);
  const place = { host: hostname, port: Number(port), ...options };
  return protocol === 'https:' ? tls.connect({ ca: authorities, ...place }) : net.connect(place);
}
