import { sentence } from '#adapters/docker/connection/engine-errors.ts';
import { DomainError, type ErrorCode } from '#domain/errors.ts';

/**
 * The engine passes a registry's refusals on as text, and most of them with status 500. `retryable` tells a caller whether
 * another try could end otherwise.
 */
export function pullError(image: string, reason: string, status?: number, cause?: unknown): DomainError {
  const code = codeFor(reason, status);
  return new DomainError(code, `${image} was not pulled: ${sentence(reason)}`, {
    cause,
    data: { image, retryable: code === 'image-pull-failed' && !permanent.test(reason) },
  });
}

function codeFor(reason: string, status: number | undefined): ErrorCode {
  // A registry's 403 comes as the engine's 404, with "pull access denied".
  if (status === 401 || status === 403 || denied.test(reason)) return 'image-denied';
  if (status === 404 || status === 400 || absent.test(reason)) return 'image-not-found';
  return 'image-pull-failed';
}

const absent =
  /manifest unknown|manifest for .* not found|name unknown|no matching manifest|failed to resolve reference .* not found/i;
const denied =
  /no basic auth credentials|unauthorized|access denied|authentication required|\bdenied:|status: 40[13]|40[13] Forbidden|401 Unauthorized/i;
const permanent = /no space left|server gave HTTP response|x509:|unsupported/i;
