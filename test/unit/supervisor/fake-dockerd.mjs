#!/usr/bin/env node
// A program that starts as dockerd does: it refuses while the process in its pid file exists, then serves a ping.
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { FAKE_SOCKET: socket, FAKE_PID_FILE: pidFile, FAKE_STARTS: starts, FAKE_FAULT: fault } = process.env;
process.title = 'dockerd-fake';
if (fault) refuse(fault);
if (existsSync(pidFile) && existsSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}`)) {
  refuse('process with PID in pid file is still running');
}
writeFileSync(pidFile, String(process.pid));
rmSync(socket, { force: true });
appendFileSync(starts, `${process.pid}\n`);
createServer((_, response) => response.writeHead(200, { 'Api-Version': '1.41' }).end('OK')).listen(socket);

function refuse(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
