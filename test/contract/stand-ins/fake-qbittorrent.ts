import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeQbittorrent extends AsyncDisposable {
  readonly port: number;
  readonly categories: ReadonlySet<string>;
}

interface FakeAnswer {
  readonly status?: number;
  readonly text: string;
  readonly cookie?: string;
}

/** The four calls that a download-client test makes, as qBittorrent before 5.2 answers them. Anything else is a fault. */
export async function fakeQbittorrent(username: string, password: string): Promise<FakeQbittorrent> {
  const categories = new Set<string>();
  const answer = (call: string, form: URLSearchParams, cookie: string | undefined): FakeAnswer => {
    if (call === 'POST /api/v2/auth/login') {
      const isRight = form.get('username') === username && form.get('password') === password;
      return isRight ? { text: 'Ok.', cookie: 'SID=fake; HttpOnly; path=/' } : { text: 'Fails.' };
    }
    if (cookie !== 'SID=fake') return { status: 403, text: 'Forbidden' };
    switch (call) {
      case 'GET /api/v2/app/webapiVersion':
        return { text: '2.8.19' };
      case 'GET /api/v2/torrents/categories':
        return { text: JSON.stringify(Object.fromEntries([...categories].map((name) => [name, { name }]))) };
      case 'POST /api/v2/torrents/createCategory':
        categories.add(form.get('category') ?? '');
        return { text: '' };
      default:
        return { status: 501, text: `Fake call not planned: ${call}` };
    }
  };
  const server = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const call = `${incoming.method} ${incoming.url}`;
    const { status = 200, text, cookie } = answer(call, new URLSearchParams(body), incoming.headers.cookie);
    outgoing.writeHead(status, cookie === undefined ? {} : { 'set-cookie': cookie }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    categories,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
