import * as z from 'zod';

class OutOfPaper extends Error {
  override readonly name = 'OutOfPaper';
}

const Input = z.object({ what: z.string() });

const circular = () => {
  const one: Record<string, unknown> = {};
  one['itself'] = one;
  return one;
};

/** Fails, or answers, in the way it is told. */
export const handler = (event: unknown): unknown => {
  switch (Input.parse(event).what) {
    case 'an error of a class':
      throw new OutOfPaper('no paper');
    case 'a rejection':
      return Promise.reject(new RangeError('too far'));
    case 'a text':
      // oxlint-disable-next-line typescript/only-throw-error -- what is no error is the case
      throw 'just a text';
    case 'an object':
      // oxlint-disable-next-line typescript/only-throw-error -- what is no error is the case
      throw { code: 1 };
    case 'what cannot be told':
      // oxlint-disable-next-line typescript/only-throw-error -- what is no error is the case
      throw Object.create(null);
    case 'a circle':
      return circular();
    case 'too much':
      return 'x'.repeat(6 * 1024 * 1024 + 100);
    default:
      return undefined;
  }
};
