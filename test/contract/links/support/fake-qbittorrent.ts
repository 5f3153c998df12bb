import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TorrentClient extends AsyncDisposable {
  readonly port: number;
  password: string;
  readonly categories: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly cookie?: string;
}

/** qBittorrent's login in the form of both eras, and the little that the others ask of it. */
export async function startFakeQbittorrent(era: 'before 5.2' | 'since 5.2'): Promise<TorrentClient> {
  const categories = new Set<string>();
  const preferences = { save_path: '/downloads/', max_ratio_act: 0 };
  const logIn = (form: URLSearchParams): Answer => {
    const right = form.get('username') === 'admin' && form.get('password') === client.password;
    if (era === 'before 5.2')
      return right ? { status: 200, text: 'Ok.', cookie: 'SID=s' } : { status: 200, text: 'Fails.' };
    return right ? { status: 204, cookie: `QBT_SID_${client.port}=s` } : { status: 401 };
  };
  const routes: Readonly<Record<string, (form: URLSearchParams) => Answer>> = {
    '/api/v2/app/version': () => ({ status: 200, text: era === 'before 5.2' ? 'v4.5.2' : 'v5.2.3' }),
    '/api/v2/app/webapiVersion': () => ({ status: 200, text: '2.9' }),
    '/api/v2/app/preferences': () => ({ status: 200, text: JSON.stringify(preferences) }),
    '/api/v2/app/setPreferences': (form) => {
      Object.assign(preferences, JSON.parse(form.get('json') ?? '{}'));
      return { status: 200 };
    },
    '/api/v2/torrents/info': () => ({ status: 200, text: '[]' }),
    '/api/v2/torrents/categories': () => ({
      status: 200,
      text: JSON.stringify(Object.fromEntries([...categories].map((name) => [name, { name }]))),
    }),
    '/api/v2/torrents/createCategory': (form) => {
      categories.add(form.get('category') ?? '');
      return { status: 200 };
    },
  };
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const form = await readForm(request);
    const path = request.url?.split('?')[0] ?? '';
    if (path === '/api/v2/auth/login') return logIn(form);
    if (!/=s(;|$)/.test(request.headers.cookie ?? '')) return { status: 403 };
    return routes[path]?.(form) ?? { status: 404 };
  };
  const server = createServer((request, response) => {
    void answerTo(request).then(({ status, text, cookie }) => {
      response.writeHead(status, cookie === undefined ? {} : { 'set-cookie': `${cookie}; HttpOnly` });
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client: TorrentClient = {
    port: (server.address() as AddressInfo).port,
    password: 'qbittorrent-canary-password',
    get categories() {
      return [...categories];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return client;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}
