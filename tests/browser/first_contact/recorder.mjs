/**
 * Somebody on the network who writes down every byte: a small proxy in front of the front. A page
 * that came through it knows no other address.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';

export class Recorder {
  /** In the order in which they began: `{method, path, sent, got, status, head, answered}`. */
  exchanges = [];

  static async before(front) {
    const recorder = new Recorder();
    recorder.upstream = new URL(front);
    recorder.server = createServer((asked, answer) => void recorder.pass(asked, answer));
    await new Promise((done) => recorder.server.listen(0, '127.0.0.1', done));
    recorder.url = `http://127.0.0.1:${recorder.server.address().port}`;
    return recorder;
  }

  async pass(asked, answer) {
    const exchange = { method: asked.method, path: asked.url, head: asked.rawHeaders.join('\n') };
    this.exchanges.push(exchange);
    exchange.sent = await whole(asked);
    const { hostname, port } = this.upstream;
    // What is compressed could not be searched.
    const headers = { ...asked.headers, host: this.upstream.host, 'accept-encoding': 'identity' };
    const onwards = request({ hostname, port, method: asked.method, path: asked.url, headers });
    onwards.on('response', async (given) => {
      exchange.got = await whole(given);
      exchange.status = given.statusCode;
      exchange.answered = given.rawHeaders.join('\n');
      answer.writeHead(given.statusCode, given.headers);
      answer.end(exchange.got);
    });
    onwards.on('error', () => answer.destroy());
    onwards.end(exchange.sent);
  }

  /** The finished exchanges by their outside: `[method, path, bytes up, status, bytes down]`. */
  shapes() {
    return this.exchanges
      .filter(({ got }) => got)
      .map(({ method, path, sent, status, got }) => [method, path, sent.length, status, got.length]);
  }

  /** Every byte of it, a file for each exchange and direction. */
  write(folder) {
    mkdirSync(folder, { recursive: true });
    for (const [at, each] of this.exchanges.entries()) {
      const { method, path, head, sent, answered, got } = each;
      writeFileSync(join(folder, `${at}-up`), Buffer.concat([Buffer.from(`${method} ${path}\n${head}\n`), sent]));
      if (got) writeFileSync(join(folder, `${at}-down`), Buffer.concat([Buffer.from(`${answered}\n`), got]));
    }
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

async function whole(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
