import { readFileSync } from 'node:fs';

/** What the tunnel would be made of. A stand-in makes none, but refuses the same settings that the real one does. */
export interface VpnSettings {
  readonly provider: string;
  readonly type: 'openvpn' | 'wireguard';
}

const wireguardProviders = [
  'airvpn',
  'custom',
  'fastestvpn',
  'ivpn',
  'mullvad',
  'nordvpn',
  'protonvpn',
  'surfshark',
  'windscribe',
];

const providers = [
  ...wireguardProviders,
  'cyberghost',
  'expressvpn',
  'giganews',
  'hidemyass',
  'ipvanish',
  'perfect privacy',
  'privado',
  'private internet access',
  'privatevpn',
  'purevpn',
  'slickvpn',
  'torguard',
  'vpn unlimited',
  'vpnsecure',
  'vyprvpn',
];

/** These choose the endpoint's port themselves, and do not let it be set. */
const fixedPort = ['fastestvpn', 'nordvpn', 'protonvpn', 'surfshark'];

/** The settings, or the one line that says what is wrong first, in the real program's words. */
export function readSettings(environment: NodeJS.ProcessEnv): VpnSettings | { readonly fault: string } {
  // An empty value counts as none.
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const provider = (env.VPN_SERVICE_PROVIDER ?? 'private internet access').toLowerCase();
  const type = (env.VPN_TYPE ?? 'openvpn').toLowerCase();
  if (type !== 'openvpn' && type !== 'wireguard')
    return { fault: `VPN settings: VPN type is not valid: ${type}` };
  const allowed = type === 'wireguard' ? wireguardProviders : providers;
  if (!allowed.includes(provider)) {
    return {
      fault: `VPN settings: provider settings: VPN provider name is not valid for ${type}: ${provider}`,
    };
  }
  const fault = type === 'wireguard' ? wireguardFault(env, provider) : openvpnFault(env, provider);
  return fault === undefined ? { provider, type } : { fault: `VPN settings: ${fault}` };
}

function wireguardFault(env: NodeJS.ProcessEnv, provider: string): string | undefined {
  const prefix = 'Wireguard settings:';
  const key = secretOf(env, 'WIREGUARD_PRIVATE_KEY');
  if (key === undefined) return `${prefix} private key is not set`;
  if (Buffer.from(key, 'base64').length !== 32) return `${prefix} private key is not valid`;
  if (secretOf(env, 'WIREGUARD_ADDRESSES') === undefined) return `${prefix} interface address is not set`;
  const isPortSet = env.WIREGUARD_ENDPOINT_PORT !== undefined;
  if (fixedPort.includes(provider) && isPortSet) return `${prefix} endpoint port is set`;
  if (provider !== 'custom') return undefined;
  if (env.WIREGUARD_ENDPOINT_IP === undefined) return `${prefix} endpoint IP is not set`;
  if (!isPortSet) return `${prefix} endpoint port is not set`;
  return env.WIREGUARD_PUBLIC_KEY === undefined ? `${prefix} public key is not set` : undefined;
}

function openvpnFault(env: NodeJS.ProcessEnv, provider: string): string | undefined {
  const prefix = 'OpenVPN settings:';
  if (provider === 'custom')
    return env.OPENVPN_CUSTOM_CONFIG === undefined
      ? `${prefix} custom configuration file is not set`
      : undefined;
  if (secretOf(env, 'OPENVPN_USER') === undefined) return `${prefix} user is empty`;
  return secretOf(env, 'OPENVPN_PASSWORD') === undefined ? `${prefix} password is empty` : undefined;
}

/** A secret comes from its variable, or from a file whose place another variable may change. */
function secretOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name];
  if (value !== undefined) return value;
  const file = env[`${name}_SECRETFILE`] ?? `/run/secrets/${name.toLowerCase()}`;
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
