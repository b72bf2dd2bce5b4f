import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { change, inTransaction, openDatabase } from '../../../infra/local/sqlite.ts';
import { aroundAsyncWrite, aroundWrite, writePoints } from '../../../infra/local/write-points.ts';

const Point = z.object({ kind: z.string(), when: z.string(), written: z.string().optional() });

/** The points that come while a test runs, with what `seen` shows at each. */
const listen = (seen: () => string | undefined = () => undefined): string[] => {
  const points: string[] = [];
  const hear = (message: unknown): void => {
    const { kind, when, written } = Point.parse(message);
    points.push([kind, when, written, seen()].filter((part) => part !== undefined).join(' '));
  };
  writePoints.subscribe(hear);
  onTestFinished(() => {
    writePoints.unsubscribe(hear);
  });
  return points;
};

const aDatabase = () => {
  const database = openDatabase(':memory:');
  database.exec('CREATE TABLE notes (note TEXT)');
  onTestFinished(() => database.close());
  return database;
};

describe('the points next to writes', () => {
  it('are told on both sides of a write, with what is written', async () => {
    const points = listen();
    expect(aroundWrite('step', () => 1, 'one')).toBe(1);
    expect(await aroundAsyncWrite('journal', () => Promise.resolve(2), 'two')).toBe(2);
    expect(points).toEqual(['step before one', 'step after one', 'journal before two', 'journal after two']);
  });

  it('are not told after a write that failed', async () => {
    const points = listen();
    const fail = (): never => {
      throw new Error('The disk is full.');
    };
    expect(() => aroundWrite('step', fail)).toThrow('full');
    await expect(aroundAsyncWrite('journal', () => Promise.reject(new Error('full')))).rejects.toThrow('full');
    expect(points).toEqual(['step before', 'journal before']);
  });

  it('stand around the commit of a transaction, and around a statement outside of one', () => {
    const database = aDatabase();
    const points = listen(() => (database.isTransaction ? 'open' : 'committed'));
    inTransaction(database, () => {
      change(database, "INSERT INTO notes VALUES ('one')");
      change(database, "INSERT INTO notes VALUES ('two')");
    });
    change(database, 'DELETE FROM notes');
    expect(points).toEqual([
      'other before open',
      'other after committed',
      'other before committed',
      'other after committed',
    ]);
  });
});
