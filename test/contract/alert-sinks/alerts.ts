import type { Alert, AlertMessage } from '#domain/alert.ts';
import { serviceId } from '#domain/ids.ts';
import type { AlertPosting } from '#ports/alert-sink.ts';

export const secret = `whsec_${'0123456789abcdef'.repeat(4)}`;

export function anAlert(given: Partial<Alert> = {}): Alert {
  return {
    id: '01990000-0000-7000-8000-000000000000-7',
    service: serviceId('sonarr'),
    name: 'ServiceDown',
    severity: 'critical',
    summary: 'sonarr is down',
    description: 'Three attempts failed; the last one: port 8989 is closed.',
    raisedAt: new Date(Date.now() - 60_000).toISOString(),
    ...given,
  };
}

export function aPosting(address: string, message: AlertMessage, alert: Alert): AlertPosting {
  return { alert, message, address, instance: 'home', secret: async () => secret };
}
