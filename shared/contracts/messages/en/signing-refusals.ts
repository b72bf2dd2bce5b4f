import { moment, shortDate } from '../format.ts';
import type { Names } from '../names.ts';
import type { SigningRefusal } from '../vi/signing-refusals.ts';

/** Names who may sign, the next competent one first. */
export const askSigner = (signers: readonly string[] | undefined, names: Names): string => {
  const [first, ...others] = (signers ?? []).map((id) => names.person(id));
  if (first === undefined) return 'Let another competent person of the office do it.';
  return others.length === 0
    ? `Pass it to ${first} to sign.`
    : `Pass it to ${first} to sign; in that person’s absence to ${others.join(', ')}.`;
};

/** Why somebody could not sign, prepare, or lend his signature, and what can be done. */
export const signingRefusal = (refused: SigningRefusal, names: Names): { what: string; next: string } => {
  switch (refused.kind) {
    case 'awaiting-signature':
      return {
        what: `${names.person(refused.by)} laid this before the head of ${names.unit(refused.office)} at ${moment(refused.at)}; it waits for the signature.`,
        next: 'To change it, ask the head to hand it back with a remark, then correct it and lay it before the head again.',
      };
    case 'nothing-to-sign':
      return {
        what: 'Nothing waits for a signature here, or it was signed or handed back already.',
        next: 'Wait until an officer lays it before you, or open the page again to see where it stands.',
      };
    case 'another-must-sign':
      return {
        what: `You, or who authorised you, prepared this, so you do not sign it; ${names.unit(refused.office)} needs a second person’s signature.`,
        next: askSigner(refused.signers, names),
      };
    case 'officer-must-prepare':
      return {
        what: `By the plan an officer of ${names.unit(refused.office)} prepares here, and the head signs.`,
        next: 'Let an officer prepare it and lay it before you; you sign, or hand it back with a remark.',
      };
    case 'outside-field':
      return {
        what: `This is outside the field in which you sign for the head (KT.) of ${names.unit(refused.office)}.`,
        next: askSigner(refused.signers, names),
      };
    case 'authorisation-ended':
      return {
        what: `Authorisation ${refused.number} ${refused.revoked ? 'was revoked on' : 'expired after'} ${shortDate(refused.ended)}, so you can no longer sign by authorisation (TUQ.).`,
        next: askSigner(refused.signers, names),
      };
    case 'not-yet-authorised':
      return {
        what: `Authorisation ${refused.number} holds only from ${shortDate(refused.from)}.`,
        next: askSigner(refused.signers, names),
      };
    case 'own-authorisation':
      return {
        what: 'Nobody records an authorisation for himself.',
        next: `Let the head, or another person of ${names.unit(refused.office)}, record it.`,
      };
    case 'too-many-authorisations':
      return {
        what: `There are ${refused.most} authorisations that hold, the most there can be.`,
        next: 'Revoke one that is no longer used, then record the new one.',
      };
    case 'nothing-to-revoke':
      return {
        what: `Authorisation ${refused.number} has ended or was revoked already.`,
        next: 'There is nothing more to do; nobody can sign by it.',
      };
  }
};
