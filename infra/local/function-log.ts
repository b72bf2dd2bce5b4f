import { running } from './function-environment.ts';
import type { WriteLog } from './office/rotating-log.ts';

type Done = (error?: Error | null) => void;

/** Gives what functions print to a log, as CloudWatch would keep it, and leaves the terminal to the runtime. */
export const keepFunctionOutput = (log: WriteLog): (() => void) => {
  const restores = [process.stdout, process.stderr].map((stream) => {
    // oxlint-disable-next-line typescript/unbound-method -- put back on the same stream
    const { write } = stream;
    const original = stream.write.bind(stream);
    stream.write = (part: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean => {
      const definition = running.getStore()?.definition;
      if (definition === undefined) {
        return typeof encoding === 'function' ? original(part, encoding) : original(part, encoding, done);
      }
      log(`${definition.verb} ${typeof part === 'string' ? part : Buffer.from(part).toString('utf8')}`);
      const finished = typeof encoding === 'function' ? encoding : done;
      if (finished !== undefined) queueMicrotask(() => finished());
      return true;
    };
    return () => {
      stream.write = write;
    };
  });
  return () => {
    for (const restore of restores) restore();
  };
};
