import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { dynamoFileIn } from '../../../infra/local/data-folder.ts';
import { startEmulator } from '../../../infra/local/emulator.ts';
import { synthesizeTemplate } from '../../../infra/aws/app.ts';
import { localClient, tablesOf } from '../../../infra/local/local-tables.ts';
import { readOptions } from '../../../infra/local/rehearsal/options.ts';
import { readTemplate } from '../../../infra/local/template.ts';
import { dynamoScan } from '../../../shared/adapters/dynamodb-scan.ts';
import { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import type { StoredEntry } from '../../../shared/domain/journal.ts';

const aFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-rehearsal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Runs a command of the project; what it says, and how it ends. */
const command = async (name: 'rehearse' | 'verify', ...args: string[]) => {
  const child = spawn(process.execPath, [path.resolve(`infra/local/${name}.mjs`), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: z.number().parse(code), said, complained };
};

const readmeExample = (): string => {
  const example = /`npm run rehearse -- --package FILE`[\s\S]*?```json\n([\s\S]*?)```/.exec(
    readFileSync('README.md', 'utf8'),
  )?.[1];
  if (example === undefined) throw new Error('README has no example of a package file.');
  return example;
};

const packageFile = (content: string): string => {
  const file = path.join(aFolder(), 'package.json');
  writeFileSync(file, content);
  return file;
};

/** Overwrites one entry of a stopped store's journal. */
const tamper = async (data: string, choose: (entry: StoredEntry) => boolean): Promise<StoredEntry> => {
  const emulator = await startEmulator({ file: dynamoFileIn(data) });
  try {
    const addresses = { portalUrl: emulator.url, endpointUrl: emulator.url };
    const tables = tablesOf(readTemplate(synthesizeTemplate(), addresses));
    const client = localClient(emulator.url);
    for await (const stored of dynamoScan(client, tables).journal()) {
      if (!choose(stored)) continue;
      const entry = stored.entry.replace('45000000', '45000001');
      const Item = { pk: stored.stream, seq: stored.seq, entry, hash: stored.hash };
      await client.send(new PutCommand({ TableName: tables.journal, Item }));
      return stored;
    }
    throw new Error('No entry of the journal is the one to change.');
  } finally {
    await emulator.stop();
  }
};

describe('npm run rehearse', () => {
  it("runs README's example, prints it as JSON, and keeps a store that verify accepts until a byte is changed", async () => {
    const data = path.join(aFolder(), 'data');
    const example = packageFile(readmeExample());
    const ran = await command('rehearse', '--package', example, '--data', data, '--json');
    expect([ran.code, ran.complained]).toEqual([0, expect.stringContaining('0/11 2022-02-14 open-round')]);
    const report = RehearsalReport.parse(JSON.parse(ran.said));
    expect(report.totals).toEqual({ proposed: 45_000_000, appraised: 38_000_000, approved: 38_000_000 });
    expect(report).toMatchObject({ submissions: 2, published: true });
    expect(report.missing).toEqual(['tg.tt', 'tg.kt', 'tg.gd', 'tg.hd']);

    const kept = await command('verify', '--data', data);
    expect(kept).toEqual({
      code: 0,
      said: expect.stringMatching(/^\d+ chains, \d+ entries, .*verifies\.\n$/),
      complained: '',
    });

    const { stream, seq } = await tamper(data, ({ entry }) => entry.includes('"EstimateSubmitted"'));
    const off = await command('verify', '--data', data);
    expect(off.code).toBe(1);
    expect(off.said).toContain(`${stream} entry ${seq}: the entry is not what was hashed`);
    expect(off.said).toMatch(/: 1 off\.\n$/);
  }, 120_000);

  it('names every path of a package file that is wrong', async () => {
    const example = readmeExample();
    const schema = await command(
      'rehearse',
      '--package',
      packageFile(
        example.replace('"lock"', '"look"').replace('"quantity": 1', '"quantity": true').replace('09:00', '9h'),
      ),
    );
    expect([schema.code, schema.said]).toEqual([1, '']);
    expect(schema.complained).toMatch(/wrong in 3 places:\n/);
    for (const place of ['estimates[0].at: write the moment', 'estimates[0].lines[0].quantity: ', 'actions[1].do: '])
      expect(schema.complained).toContain(`\n  ${place}`);

    const names = await command(
      'rehearse',
      '--package',
      packageFile(example.replace('"c.1"', '"c.99"').replace('"tg.nn.cv"', '"tg.nn.x"').replace('"tg.nn"', '"tk.nn"')),
    );
    expect([names.code, names.said]).toEqual([1, '']);
    for (const place of [
      'estimates[0].lines[0].activity: the plan tay-giang-2021-2025 has no activity c.99',
      'actions[0].by: the plan tay-giang-2021-2025 has no person tg.nn.x',
      'actions[0].unit: the plan tay-giang-2021-2025 has no unit tk.nn',
    ])
      expect(names.complained).toContain(`\n  ${place}`);
  }, 60_000);

  it.each([
    [['--year', '1999'], '--year takes a year from 2021 to 2027'],
    [['--lang', 'fr'], '--lang takes vi or en, not fr.'],
    [['--plan', 'nowhere'], 'There is no plan nowhere'],
    [['--plan', 'tam-ky-2021-2025'], 'Package P is of tay-giang-2021-2025'],
    [['--package', 'no-such-file.json'], 'There is no package file no-such-file.json.'],
    [['--fast'], 'npm run rehearse -- --help lists the options.'],
  ])('says in one sentence what is wrong with %j', (args, said) => {
    expect(() => readOptions(args)).toThrow(said);
  });

  it('has nothing to verify where there is no store', async () => {
    const outcome = await command('verify', '--data', aFolder());
    expect(outcome).toMatchObject({ code: 2, said: '', complained: expect.stringContaining('There is no store in') });
  }, 30_000);
});
