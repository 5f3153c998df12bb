import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import { definitionId } from '#domain/ids.ts';
import { catalogFolder } from './sample.ts';

it('reads redis as this definition', async () => {
  const redis = await createCatalogFiles({ folder: catalogFolder }).find(definitionId('redis'));
  expect(stringify(redis)).toMatchInlineSnapshot(`
    "id: redis
    title: Redis
    category: infrastructure
    description: In-memory store for services that can use one.
    website: https://redis.io
    version: 7.4.11
    provides:
      - cache
    requires: []
    settings: {}
    secrets:
      password:
        title: Password of Redis
        generator:
          type: hex
          length: 48
    components:
      - name: redis
        vendorImage: redis:7.4.11-alpine
        image: redis:7.4.11-alpine
        command:
          - redis-server
          - /etc/redis.conf
        environment:
          TZ: \${TZ}
          REDISCLI_AUTH: \${SECRET_PASSWORD}
        mounts:
          - volume: data
            path: /data
            subpath: ""
            readOnly: false
        networks:
          - data
        ports: []
        capabilities: []
        devices: []
        sysctls: {}
        init: false
        readOnly: false
        noNewPrivileges: true
        tmpfs: []
        stopGraceSeconds: 60
    networks:
      data:
        internal: true
    volumes:
      data:
        role: state
        folders: []
    files:
      - component: redis
        path: /etc/redis.conf
        content: |
          dir /data
          appendonly yes
          requirepass \${SECRET_PASSWORD}
        mode: 420
    health:
      readiness:
        type: exec
        command:
          - redis-cli
          - -e
          - ping
        component: redis
      startSeconds: 180
      intervalSeconds: 30
      timeoutSeconds: 5
      retries: 3
    links: []
    login:
      password: password
    "
  `);
});

it('reads the member of a namespace with what only it has', async () => {
  const definition = await createCatalogFiles({ folder: catalogFolder }).find(definitionId('qbittorrent'));
  const { components, requires, volumes, web } = definition ?? {};
  expect(stringify({ components, requires, volumes, web })).toMatchInlineSnapshot(`
    "components:
      - name: qbittorrent
        vendorImage: lscr.io/linuxserver/qbittorrent:5.2.3
        image: lscr.io/linuxserver/qbittorrent:5.2.3
        environment:
          PUID: \${PUID}
          PGID: \${PGID}
          UMASK: \${UMASK}
          TZ: \${TZ}
          WEBUI_PORT: "8080"
          TORRENTING_PORT: "6881"
        mounts:
          - volume: config
            path: /config
            subpath: ""
            readOnly: false
          - volume: downloads
            path: /data/torrents
            subpath: ""
            readOnly: false
        networks:
          - download
        namespaceOf: vpn
        ports:
          - container: 8080
            protocol: tcp
        capabilities: []
        devices: []
        sysctls: {}
        init: false
        readOnly: false
        noNewPrivileges: true
        tmpfs: []
        stopGraceSeconds: 1800
    requires:
      - capability: vpn
        default: vpn
        optional: false
        via: namespace
        reason: reaches the internet through its tunnel only
    volumes:
      config:
        role: config
        folders: []
      downloads:
        role: downloads
        folders: []
    web:
      port: 8080
      path: /
      component: qbittorrent
    "
  `);
});
