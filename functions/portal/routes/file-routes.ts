import { Hono } from 'hono';
import { attachingRoom, fileLink, type FilesOf, filesRoom, uploadView } from '../../../shared/app/views/files-view.ts';
import { Upload, UploadId } from '../../../shared/domain/attached-file.ts';
import { EstimateId, PackageId, ReturnId, Sha256 } from '../../../shared/domain/ids.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { originOf } from '../cookies.ts';
import { attachCommand, detachCommand } from '../forms/file-form.ts';
import { readForm } from '../forms/form-data.ts';
import { refusalPage } from '../pages/error-page.ts';
import { receivedPage, uploadPage } from '../pages/file-pages.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, statusOf } from '../respond.ts';
import { policyWithFormsTo } from '../security.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

type Place = { readonly record: FilesOf; readonly here: string };

const placeIn = (c: PortalContext): Place | undefined => {
  const under = c.req.path.split('/')[1];
  if (under === 'estimates') {
    const id = EstimateId.safeParse(c.req.param('id'));
    return id.success ? { record: { of: 'estimate', id: id.data }, here: path(under, id.data) } : undefined;
  }
  if (under === 'returns') {
    const id = ReturnId.safeParse(c.req.param('return'));
    return id.success ? { record: { of: 'return', id: id.data }, here: path(under, id.data) } : undefined;
  }
  const id = PackageId.safeParse(c.req.param('id'));
  return id.success ? { record: { of: 'package', id: id.data }, here: path('packages', id.data) } : undefined;
};

/** A refusal that leaves no page to correct it on: said with the way back to the record. */
const answer = (c: PortalContext, { here }: Place, refusal: Refusal, plan: Plan | undefined) => {
  const visit = c.get('visit');
  return c.html(
    refusalPage(visit, refusal, plan, { href: path(...partsOf(here), 'files', 'new'), text: visit.t.files.add }),
    statusOf(refusal),
  );
};

const partsOf = (here: string): readonly string[] => here.split('/').slice(1).map(decodeURIComponent);

const upload = async (c: PortalContext, portal: Portal) => {
  const place = placeIn(c);
  if (place === undefined) return c.notFound();
  const session = sessionOf(c);
  const found = await attachingRoom(portal.ports, session, place.record);
  if (found.kind !== 'seen') return sayNo(c, found);
  const { files } = portal.ports;
  const id = UploadId.parse(crypto.randomUUID());
  const back = `${originOf(c).origin}${path(...partsOf(place.here), 'files', 'received', id)}`;
  const form = await files.form(session.locality, id, back);
  c.header('content-security-policy', policyWithFormsTo(files.origin));
  return c.html(uploadPage(c.get('visit'), found.view, form));
};

/** The file store sends the browser back with the key of what it took; opening the page changes nothing. */
const received = async (c: PortalContext, { ports }: Portal) => {
  const place = placeIn(c);
  const id = UploadId.safeParse(c.req.param('upload'));
  if (place === undefined || !id.success) return c.notFound();
  const session = sessionOf(c);
  const uploaded = ports.files.uploadOf(session.locality, id.data, c.req.query('key') ?? '');
  const found =
    uploaded === undefined
      ? ({ kind: 'refused', refusal: { kind: 'upload-gone' } } as const)
      : await uploadView(ports, session, place.record, uploaded);
  if (found.kind === 'seen') return c.html(receivedPage(c.get('visit'), found.view));
  return answer(c, place, found.refusal, 'plan' in found ? found.plan : undefined);
};

const attach = async (c: PortalContext, portal: Portal) => {
  const place = placeIn(c);
  const id = UploadId.safeParse(c.req.param('upload'));
  if (place === undefined || !id.success) return c.notFound();
  const session = sessionOf(c);
  const form = await readForm(c);
  const parsed = attachCommand(form, place.record, id.data);
  const outcome = await carryOut(portal, session, parsed);
  if (outcome.kind === 'recorded') return goOn(c, place.here, 'attached');
  const room = await filesRoom(portal.ports, session, place.record);
  if (room.kind !== 'seen') return sayNo(c, room);
  const uploaded = Upload.safeParse({ id: id.data, name: form.raw('name') });
  const again = uploaded.success ? await uploadView(portal.ports, session, place.record, uploaded.data) : undefined;
  if (again?.kind !== 'seen') return answer(c, place, outcome, room.view.plan);
  const page = receivedPage(c.get('visit'), again.view, form.get('about'), { refusal: outcome, plan: room.view.plan });
  return c.html(page, statusOf(outcome));
};

const detach = async (c: PortalContext, portal: Portal) => {
  const place = placeIn(c);
  const sha256 = Sha256.safeParse(c.req.param('sha256'));
  if (place === undefined || !sha256.success) return c.notFound();
  const session = sessionOf(c);
  const outcome = await carryOut(portal, session, detachCommand(await readForm(c), place.record, sha256.data));
  if (outcome.kind === 'recorded') return goOn(c, place.here, 'detached');
  const room = await filesRoom(portal.ports, session, place.record);
  return room.kind === 'seen' ? sayNo(c, { kind: 'refused', refusal: outcome, plan: room.view.plan }) : sayNo(c, room);
};

/** A short-lived link to the store, which answers with the file as an attachment. */
const download = async (c: PortalContext, { ports }: Portal) => {
  const place = placeIn(c);
  const sha256 = Sha256.safeParse(c.req.param('sha256'));
  if (place === undefined || !sha256.success) return c.notFound();
  const found = await fileLink(ports, sessionOf(c), place.record, sha256.data);
  return found.kind === 'seen' ? c.redirect(found.view, 303) : sayNo(c, found);
};

/** Files of estimates, packages and reports: attached in two pages without script, downloaded, taken off. */
export const fileRoutes = (portal: Portal) => {
  const routes = new Hono<PortalEnv>();
  for (const record of ['estimates/:id', 'packages/:id', 'returns/:return'])
    routes
      .get(`/${record}/files/new`, (c) => upload(c, portal))
      .get(`/${record}/files/received/:upload`, (c) => received(c, portal))
      .post(`/${record}/files/received/:upload`, (c) => attach(c, portal))
      .get(`/${record}/files/:sha256`, (c) => download(c, portal))
      .post(`/${record}/files/:sha256/detach`, (c) => detach(c, portal));
  return routes;
};
