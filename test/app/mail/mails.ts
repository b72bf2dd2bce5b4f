import { composeMail } from '../../../shared/app/mail/compose.ts';
import { noticesFor } from '../../../shared/app/mail/notices.ts';
import type { Links, MailRequest, OutgoingMail } from '../../../shared/app/ports.ts';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import { anOffice, type Office, planFile } from '../../support/office.ts';

/** Signatures that say what they sign. */
export const plainLinks: Links = {
  sign: (claim) => Promise.resolve(`signed-${claim.person}-${'task' in claim ? claim.assignment : claim.from}`),
  check: () => Promise.resolve(true),
};

/** An office whose round keeps another edition of the plan, as `change` makes it. */
export const officeWith = async (change: (plan: Plan) => Plan, iso?: string): Promise<Office> => {
  const office = await anOffice('tay-giang-2021-2025', iso);
  const registered = await registerPlan(office.ports, change(Plan.parse(planFile('tay-giang-2021-2025'))));
  if (registered.kind !== 'registered') throw new Error(JSON.stringify(registered.problems));
  return office;
};

/** The plan with everybody reading one language. */
export const allRead =
  (language: 'vi' | 'en') =>
  (plan: Plan): Plan => ({ ...plan, people: plan.people.map((person) => ({ ...person, language })) });

/** What composing takes, over an office in memory. */
export const composePorts = (office: Office) => ({
  ...office.ports,
  links: plainLinks,
  portalUrl: 'https://trinh.example/',
});

/** Every request that the journal has caused so far. */
export const requestsOf = async (office: Office): Promise<MailRequest[]> => {
  const entries = [...office.memory.journal.values()].flat();
  const lists = await Promise.all(entries.map(({ stream, seq }) => noticesFor(office.ports, stream, seq)));
  return lists.flat();
};

/** A request with its mail. */
export type Written = { readonly request: MailRequest; readonly mail: OutgoingMail };

/** Every mail of the journal so far, or those of one notice. */
export const mailsOf = async (office: Office, notice?: string): Promise<Written[]> => {
  const requests = (await requestsOf(office)).filter((request) => notice === undefined || request.notice === notice);
  const written = await Promise.all(
    requests.map(async (request) => ({ request, mail: await composeMail(composePorts(office), request) })),
  );
  return written.flatMap(({ request, mail }) => (mail === undefined ? [] : [{ request, mail }]));
};

/** The one mail of a notice to a person. */
export const mailTo = async (office: Office, notice: string, person: string): Promise<OutgoingMail> => {
  const found = (await mailsOf(office, notice)).filter(({ request }) => request.person === person);
  const [only] = found;
  if (only === undefined || found.length !== 1) throw new Error(`${found.length} mails “${notice}” to ${person}.`);
  return only.mail;
};

/** No-break spaces as plain ones, so that a test can be read. */
export const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
