import type { EstimateId, PackageId, RoundId, UnitId } from '../../domain/ids.ts';
import type { LinkClaim, UnsubscribeClaim } from '../ports.ts';

/** The portal's address without a slash at its end. */
export const base = (portalUrl: string): string => portalUrl.replace(/\/+$/u, '');

/** The capability link of a task: its bearer is the person named in it, in that assignment. */
export const taskAddress = (
  portalUrl: string,
  { locality, task, assignment, person }: LinkClaim,
  signature: string,
): string => `${base(portalUrl)}/t/${locality}/${encodeURIComponent(task)}/${assignment}/${person}/${signature}`;

/** A unit's estimate in the portal; who may see it is decided there. */
export const estimateAddress = (portalUrl: string, estimate: EstimateId): string =>
  `${base(portalUrl)}/estimates/${encodeURIComponent(estimate)}`;

/** A package in the portal; who may see it is decided there. */
export const packageAddress = (portalUrl: string, pkg: PackageId): string =>
  `${base(portalUrl)}/packages/${encodeURIComponent(pkg)}`;

/** The authorisations of the reader's plan in the portal. */
export const authorisationsAddress = (portalUrl: string): string => `${base(portalUrl)}/authorisations`;

/** Who of the reader's plan is away, in the portal. */
export const absencesAddress = (portalUrl: string): string => `${base(portalUrl)}/absences`;

/** Whose address of the reader's plan takes no mail, in the portal. */
export const unreachedAddress = (portalUrl: string): string => `${base(portalUrl)}/unreached`;

/** The published result of a package in the portal; who may see it is decided there. */
export const resultAddress = (portalUrl: string, pkg: PackageId): string =>
  `${base(portalUrl)}/results/${encodeURIComponent(pkg)}`;

/** What a round's units were granted, in the portal; of one unit where it is named. */
export const ledgerAddress = (portalUrl: string, round: RoundId, unit?: UnitId): string =>
  [
    base(portalUrl),
    'rounds',
    encodeURIComponent(round),
    'grants',
    ...(unit === undefined ? [] : [encodeURIComponent(unit)]),
  ].join('/');

/** An adjustment in the portal; who may see it is decided there. */
export const adjustmentAddress = (portalUrl: string, pkg: PackageId): string =>
  `${base(portalUrl)}/adjustments/${encodeURIComponent(pkg)}`;

/** Where a person chooses how he is reminded. */
export const remindersAddress = (portalUrl: string): string => `${base(portalUrl)}/reminders`;

/** The capability link that turns somebody's digests off. */
export const unsubscribeAddress = (
  portalUrl: string,
  { locality, plan, person }: UnsubscribeClaim,
  signature: string,
): string => `${base(portalUrl)}/unsubscribe/${locality}/${plan}/${person}/${signature}`;
