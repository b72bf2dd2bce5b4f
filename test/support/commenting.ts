import type { Office } from './office.ts';

/** A comment on a unit's line, or on its whole estimate, at the stage and submission where the package is. */
export const commentOn = async (
  office: Office,
  unit: string,
  line: number | null = null,
  comment = 'Đơn giá phù hợp với giá tại địa phương',
) => {
  const { stage, submission } = (await office.thePackage()).body.position;
  return { do: 'comment-line', package: office.pkg, stage, submission, unit, line, comment };
};

/** The withdrawal of a comment there. */
export const withdrawalOf = async (office: Office, no: number) => {
  const { stage, submission } = (await office.thePackage()).body.position;
  return { do: 'withdraw-comment', package: office.pkg, stage, submission, no };
};
