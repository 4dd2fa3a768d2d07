// A small SMTP server on a loopback port (RFC 5321, AUTH PLAIN of RFC 4954), for what servers mail.
import net from 'node:net';

/** The header fields and the text of a mail as it came over the wire. */
export function parseMail(raw) {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  const headers = {};
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const word = /=\?UTF-8\?B\?([^?]*)\?=\s*/g;
  const subject = (headers.subject ?? '').replaceAll(word, (_, text) => Buffer.from(text, 'base64').toString('latin1'));
  return {
    headers,
    subject: Buffer.from(subject, 'latin1').toString('utf8'),
    text: Buffer.from(raw.slice(end), 'base64').toString('utf8'),
  };
}

/**
 * Starts a server. `answer(command, rest)` may give another reply than the usual one ("450 later"); who connects is greeted
 * once `greets` is resolved. Returns
 * { port, mails, next(), sessions(), close() }; next() waits for the next mail that nobody has taken:
 * { from, to, user, raw, headers, subject, text }.
 */
export async function startSmtp({ answer = () => undefined, greets, auth = false, host = '127.0.0.1', port = 0 } = {}) {
  const mails = [];
  const waiting = [];
  let sessions = 0;
  const sockets = new Set();
  const deliver = (mail) => {
    const taker = waiting.shift();
    if (taker) taker(mail);
    else mails.push(mail);
  };
  const server = net.createServer((socket) => {
    let buffered = '';
    let data; // the lines of a message being received
    let asked = false; // for name and password
    let mail = {};
    sessions += 1;
    sockets.add(socket);
    const say = (text) => socket.write(`${text}\r\n`);
    const commands = {
      EHLO: () => say(auth ? '250-localhost\r\n250 AUTH PLAIN' : '250 localhost'),
      HELO: () => say('250 localhost'),
      AUTH: () => {
        asked = true;
        say('334 ');
      },
      MAIL: (rest) => {
        mail = { ...mail, from: /<(.*?)>/.exec(rest)[1], to: [] };
        say('250 ok');
      },
      RCPT: (rest) => {
        mail.to.push(/<(.*?)>/.exec(rest)[1]);
        say('250 ok');
      },
      DATA: () => {
        data = [];
        say('354 go on');
      },
      RSET: () => say('250 ok'),
      QUIT: () => socket.end('221 bye\r\n'),
    };
    const onLine = (line) => {
      if (data && line !== '.') {
        data.push(line.startsWith('.') ? line.slice(1) : line);
        return;
      }
      if (data) {
        const raw = data.join('\r\n');
        data = undefined;
        say(answer('END') ?? '250 accepted');
        if (!answer('END')) deliver({ ...mail, raw, ...parseMail(raw) });
        return;
      }
      if (asked) {
        asked = false;
        [, mail.user, mail.password] = Buffer.from(line, 'base64').toString().split('\0');
        say('235 welcome');
        return;
      }
      const name = line.split(' ')[0].toUpperCase();
      const other = answer(name, line.slice(name.length + 1));
      if (other) say(other);
      else if (commands[name]) commands[name](line.slice(name.length + 1));
      else say('500 what?');
    };
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      buffered += chunk;
      for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        onLine(line);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    Promise.resolve(greets).then(() => say('220 localhost ESMTP'));
  });
  await new Promise((resolve) => { server.listen(port, host, resolve); });
  return {
    port: server.address().port,
    mails,
    sessions: () => sessions,
    next(deadline = 60000) {
      if (mails.length) return Promise.resolve(mails.shift());
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no mail came')), deadline);
        waiting.push((mail) => { clearTimeout(timer); resolve(mail); });
      });
    },
    async close() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
