import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { listenOnLoopback } from '../../infra/local/servers.ts';
import { projectRoot, startRuntime } from '../../infra/local/runtime.ts';
import { StartError } from '../../infra/local/start-error.ts';

/** Where the recorded cases and their harness lie, where they are at all: beside the project. */
const beside = path.resolve(projectRoot, '..', 'shared', 'asl-conformance');

/** The least share of cases that must pass; one that is refused does not. */
const least = 0.97;

const Report = z.object({
  passed: z.int(),
  refused: z.int(),
  n: z.int(),
  results: z.array(
    z.object({ id: z.string(), area: z.string(), ok: z.boolean(), refused: z.boolean(), why: z.string().optional() }),
  ),
});
type Report = z.infer<typeof Report>;

/** A port that was free a moment ago: the harness wants a number, and the runtime must know it before it starts. */
const freePort = async (): Promise<number> => {
  const server = await listenOnLoopback(() => Promise.resolve(), { port: 0 });
  await server.stop();
  return server.port;
};

const play = async (
  folder: string,
  { endpoint, lambdaPort, report }: { endpoint: string; lambdaPort: number; report: string },
  more: readonly string[],
): Promise<void> => {
  const harness = path.join(folder, 'asl-harness.mjs');
  const cases = path.join(folder, 'cases.json');
  const args = ['--endpoint', endpoint, '--cases', cases, '--lambda-port', String(lambdaPort), '--json', report];
  const child = spawn(process.execPath, [harness, ...args, ...more], { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(child, 'exit');
};

/** What became of the cases, area by area, and each that did not pass, with why. */
export const table = ({ passed, refused, n, results }: Report): string[] => {
  const areas = [...new Set(results.map(({ area }) => area))].toSorted();
  const width = Math.max(...areas.map(({ length }) => length));
  const lines = areas.map((area) => {
    const of = results.filter((one) => one.area === area);
    const count = (kind: (one: (typeof of)[number]) => boolean): string => String(of.filter(kind).length).padStart(10);
    return (
      `  ${area.padEnd(width)}${count(({ ok }) => ok)}${count((one) => one.refused)}` +
      count(({ ok, refused: isRefused }) => !ok && !isRefused)
    );
  });
  const others = results.filter(({ ok }) => !ok);
  return [
    `  ${''.padEnd(width)}${'passed'.padStart(10)}${'refused'.padStart(10)}${'different'.padStart(10)}`,
    ...lines,
    ...others.map((one) => `  ${one.refused ? 'refused  ' : 'different'} ${one.id}\n            ${one.why ?? ''}`),
    `${String(passed)} of ${String(n)} cases pass, ${String(refused)} refused as unsupported, ${String(n - passed - refused)} different`,
  ];
};

/**
 * Runs `npm run conformance`: starts the runtime, has the recorded cases played against its endpoint with functions of
 * their own, and prints what became of them. Further arguments go to the harness (`--only map`).
 */
export const main = async (args: readonly string[], folder: string = beside): Promise<void> => {
  if (!existsSync(path.join(folder, 'asl-harness.mjs'))) {
    console.log(
      'Skipped: the cases recorded on AWS are not on this machine (shared/asl-conformance beside the project).',
    );
    return;
  }
  const scratch = mkdtempSync(path.join(tmpdir(), 'trinh-conformance-'));
  const report = path.join(scratch, 'report.json');
  const lambdaPort = await freePort();
  process.env['AWS_ENDPOINT_URL_LAMBDA'] = `http://127.0.0.1:${String(lambdaPort)}`;
  const runtime = await startRuntime({ plan: 'none', onLine: (line) => console.error(line) });
  try {
    await play(folder, { endpoint: runtime.endpointUrl, lambdaPort, report }, args);
    if (!existsSync(report)) throw new StartError('The harness ended without a report: see what it said above.');
    const read = Report.parse(JSON.parse(readFileSync(report, 'utf8')));
    for (const line of table(read)) console.log(line);
    if (read.passed / read.n < least) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await runtime.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
};
