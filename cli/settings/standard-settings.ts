import type { Environment } from '#platform/environment.ts';
import type { Home } from '#platform/home.ts';
import type { SettingTexts } from './given-settings.ts';

/** User and group for services where root itself asks: the first person's on most systems. Services never run as root. */
const personId = 1000;

/** What an instance gets where nobody says otherwise. Where the data lies is the person's own to say. */
export function standardSettings(
  home: Home,
  { user, sudo, timezone = Intl.DateTimeFormat().resolvedOptions().timeZone }: Environment,
): SettingTexts {
  const { uid, gid } = user.uid === 0 ? (sudo ?? { uid: personId, gid: personId }) : user;
  return {
    'paths.config': home.paths.config,
    'user.uid': String(uid > 0 ? uid : personId),
    'user.gid': String(gid > 0 ? gid : personId),
    ...(timezone === '' ? {} : { timezone }),
  };
}
