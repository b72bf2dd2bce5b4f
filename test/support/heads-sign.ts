import * as z from 'zod';
import { StageKey } from '../../shared/domain/plan.ts';

const PlanFile = z.looseObject({
  chain: z.looseObject({ stages: z.array(z.looseObject({ key: StageKey })) }),
  people: z.array(z.looseObject({ id: z.string() })),
});

/** A plan's file with more said of some of its stages. */
export const withStages =
  (say: Readonly<Partial<Record<StageKey, object>>>) =>
  (json: unknown): unknown => {
    const { chain, ...plan } = PlanFile.parse(json);
    return { ...plan, chain: { ...chain, stages: chain.stages.map((stage) => ({ ...stage, ...say[stage.key] })) } };
  };

/** A plan's file with more said of its chain. */
export const withChain =
  (say: object) =>
  (json: unknown): unknown => {
    const { chain, ...plan } = PlanFile.parse(json);
    return { ...plan, chain: { ...chain, ...say } };
  };

/** A plan's file with the ends that its ladders come to. */
export const withLadderEnds =
  (ladderEnds: object) =>
  (json: unknown): unknown => ({ ...PlanFile.parse(json), ladderEnds });

/** A plan's file without somebody, in whose post another came. */
export const withoutPerson =
  (id: string) =>
  (json: unknown): unknown => {
    const { people, ...plan } = PlanFile.parse(json);
    return { ...plan, people: people.map((person) => (person.id === id ? { ...person, id: `${id}2` } : person)) };
  };

/** A plan's file with more said of some of its people. */
export const withPeople =
  (say: Readonly<Record<string, object>>) =>
  (json: unknown): unknown => {
    const { people, ...plan } = PlanFile.parse(json);
    return { ...plan, people: people.map((person) => ({ ...person, ...say[person.id] })) };
  };

/** A plan's file in which the head signs what his office does, in every stage. */
export const headsSign = withStages({
  estimate: { signs: 'head' },
  synthesis: { signs: 'head' },
  appraisal: { signs: 'head' },
  approval: { signs: 'head' },
});
