import { describe, expect, it } from 'vitest';
import { matches, Pattern } from '../../../infra/local/event-pattern.ts';

const event = { eventName: 'INSERT', dynamodb: { NewImage: { pk: { S: 'tg#round#1' }, tags: ['a', 'b'], size: 12 } } };

describe('an event pattern', () => {
  it.each([
    ['an exact value', { eventName: ['INSERT'] }, true],
    ['another value', { eventName: ['REMOVE'] }, false],
    ['one of several values', { eventName: ['MODIFY', 'INSERT'] }, true],
    [
      'two fields that both agree',
      { eventName: ['INSERT'], dynamodb: { NewImage: { pk: { S: [{ prefix: 'tg#' }] } } } },
      true,
    ],
    [
      'two fields of which one disagrees',
      { eventName: ['INSERT'], dynamodb: { NewImage: { pk: { S: ['x'] } } } },
      false,
    ],
    ['a suffix', { dynamodb: { NewImage: { pk: { S: [{ suffix: '#1' }] } } } }, true],
    ['anything but a value', { eventName: [{ 'anything-but': ['INSERT'] }] }, false],
    ['a field that is there', { dynamodb: { NewImage: { pk: { S: [{ exists: true }] } } } }, true],
    ['a field that is not there', { dynamodb: { OldImage: { pk: { S: [{ exists: false }] } } } }, true],
    ['a value in whatever case', { eventName: [{ 'equals-ignore-case': 'insert' }] }, true],
    ['a number in a range', { dynamodb: { NewImage: { size: [{ numeric: ['>', 10, '<=', 12] }] } } }, true],
    ['a number out of a range', { dynamodb: { NewImage: { size: [{ numeric: ['<', 12] }] } } }, false],
    ['a number that is a text', { eventName: [{ numeric: ['=', 1] }] }, false],
    ['one of two fields', { $or: [{ eventName: ['REMOVE'] }, { dynamodb: { NewImage: { size: [12] } } }] }, true],
    ['neither of two fields', { $or: [{ eventName: ['REMOVE'] }, { source: ['x'] }] }, false],
    ['a value in a list', { dynamodb: { NewImage: { tags: ['b'] } } }, true],
  ])('with %s', (_name, pattern, expected) => {
    expect(matches(Pattern.parse(pattern), event)).toBe(expected);
  });

  it.each([{ eventName: [{ wildcard: 'I*' }] }, { $not: [{ eventName: ['INSERT'] }] }, { eventName: 'INSERT' }])(
    'is refused as %j, for what is not known of it',
    (pattern) => {
      expect(Pattern.safeParse(pattern).success).toBe(false);
    },
  );
});
