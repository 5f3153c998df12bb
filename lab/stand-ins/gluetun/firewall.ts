import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
/** Unique local and link-local addresses, and what neighbours are found by. */
const privateRanges6 = ['fc00::/7', 'fe80::/10', 'ff02::/16'];

/**
 * Nothing leaves for an address that is not private, for as long as this network namespace exists: there is no tunnel
 * that it could leave by. The last rule says what the policy does already, so that its counter shows what was stopped.
 */
export async function raiseFirewall(): Promise<void> {
  await restore('iptables-restore', rulesFor(privateRanges));
  if (existsSync('/proc/net/if_inet6')) await restore('ip6tables-restore', rulesFor(privateRanges6));
}

export function rulesFor(ranges: readonly string[]): string {
  return [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT DROP [0:0]',
    '-A OUTPUT -o lo -j ACCEPT',
    ...ranges.map((range) => `-A OUTPUT -d ${range} -j ACCEPT`),
    '-A OUTPUT -j DROP',
    'COMMIT',
    '',
  ].join('\n');
}

/** `iptables-restore` takes the table over in one transaction: there is no moment with half of the rules. */
function restore(program: string, rules: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, { stdio: ['pipe', 'inherit', 'pipe'], timeout: 10_000 });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      words += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program}: ${words.trim()}`))));
    child.stdin.end(rules);
  });
}
