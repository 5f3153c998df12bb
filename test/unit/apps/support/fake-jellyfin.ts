import type { Call, Plan, Reply } from './fake-app.ts';

interface Folder {
  Name: string;
  CollectionType: string;
  Locations: string[];
}

export interface FakeJellyfin {
  health: string;
  wizardCompleted: boolean;
  password: string;
  /** Words with which `POST /Startup/User` is refused. */
  wizardRefusal: string | undefined;
  /** At this call a person closes the wizard. */
  closesAt: string | undefined;
  forgetsLibraries: boolean;
  readonly keys: { AppName: string; AccessToken: string }[];
  readonly folders: Folder[];
  readonly plan: Plan;
}

const session = 'canary-session';

/** Wizard, login, keys and libraries, with the refusals that the real one has. */
export function fakeJellyfin(version: string): FakeJellyfin {
  const wizard = (route: string, answer: (call: Call) => Reply) => (call: Call) => {
    if (server.closesAt === route) server.wizardCompleted = true;
    return server.wizardCompleted ? { status: 401 } : answer(call);
  };
  const elevated = (answer: (call: Call) => Reply) => (call: Call) => {
    const token = /Token="([^"]*)"/.exec(call.headers.get('authorization') ?? '')?.[1];
    const known = [session, ...server.keys.map((key) => key.AccessToken)];
    return token !== undefined && known.includes(token) ? answer(call) : { status: 401 };
  };
  const server: FakeJellyfin = {
    health: 'Healthy',
    wizardCompleted: false,
    password: '',
    wizardRefusal: undefined,
    closesAt: undefined,
    forgetsLibraries: false,
    keys: [],
    folders: [],
    get plan() {
      return plan;
    },
  };
  let userCreated = false;
  const plan: Plan = {
    'GET /health': () => ({ text: server.health }),
    'GET /System/Info/Public': () => ({
      json: { Version: version, StartupWizardCompleted: server.wizardCompleted },
    }),
    'GET /Startup/Configuration': wizard('GET /Startup/Configuration', () => ({ json: { UICulture: 'de' } })),
    'POST /Startup/Configuration': wizard('POST /Startup/Configuration', () => ({ status: 204 })),
    'GET /Startup/User': wizard('GET /Startup/User', () => {
      userCreated = true;
      return { json: { Name: 'root' } };
    }),
    'POST /Startup/User': wizard('POST /Startup/User', ({ body }) => {
      if (!userCreated) return { status: 404 };
      if (server.wizardRefusal !== undefined) return { status: 400, text: server.wizardRefusal };
      server.password = JSON.parse(body).Password;
      return { status: 204 };
    }),
    'POST /Startup/RemoteAccess': wizard('POST /Startup/RemoteAccess', () => ({ status: 204 })),
    'POST /Startup/Complete': wizard('POST /Startup/Complete', () => {
      server.wizardCompleted = true;
      return { status: 204 };
    }),
    'POST /Users/AuthenticateByName': ({ body }) =>
      JSON.parse(body).Pw === server.password ? { json: { AccessToken: session } } : { status: 401 },
    'GET /Auth/Keys': elevated(() => ({ json: { Items: server.keys } })),
    'POST /Auth/Keys?app=Showrunner': elevated(() => {
      server.keys.push({ AppName: 'Showrunner', AccessToken: `canary-key-${server.keys.length + 1}` });
      return { status: 204 };
    }),
    ...libraryPlan(() => server, elevated),
  };
  return server;
}

function libraryPlan(
  server: () => FakeJellyfin,
  elevated: (answer: (call: Call) => Reply) => (call: Call) => Reply,
): Plan {
  const add = 'name=TV&collectionType=tvshows&paths=%2Fdata%2Fmedia%2Ftv&refreshLibrary=false';
  const remove = 'name=TV&path=%2Fdata%2Fmedia%2Ftv&refreshLibrary=false';
  const folder = () => server().folders.find(({ Name }) => Name === 'TV');
  return {
    'GET /Library/VirtualFolders': elevated(() => ({ json: server().folders })),
    [`POST /Library/VirtualFolders?${add}`]: elevated(() => {
      const made = { Name: 'TV', CollectionType: 'tvshows', Locations: ['/data/media/tv'] };
      if (!server().forgetsLibraries) server().folders.push(made);
      return { status: 204 };
    }),
    'POST /Library/VirtualFolders/Paths?refreshLibrary=false': elevated(({ body }) => {
      folder()?.Locations.push(JSON.parse(body).PathInfo.Path);
      return { status: 204 };
    }),
    [`DELETE /Library/VirtualFolders/Paths?${remove}`]: elevated(() => {
      folder()?.Locations.splice(0, 1);
      return { status: 204 };
    }),
    'POST /Library/Refresh': elevated(() => ({ status: 204 })),
  };
}
