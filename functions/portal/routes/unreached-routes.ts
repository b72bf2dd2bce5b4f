import { Hono } from 'hono';
import { tryAgain, unreachedView } from '../../../shared/app/views/unreached-view.ts';
import { Sha256 } from '../../../shared/domain/ids.ts';
import { readForm } from '../forms/form-data.ts';
import { unreachedPage } from '../pages/unreached-page.ts';
import { goOn, sayNo, sessionOf, show } from '../respond.ts';
import type { Portal, PortalEnv } from '../visit.ts';

/** Whose address takes no mail: to see, and to have it tried again. */
export const unreachedRoutes = ({ ports, addresses, lettersPage }: Portal) => {
  const reading = { ...ports, addresses };
  return new Hono<PortalEnv>()
    .get('/unreached', async (c) =>
      show(c, await unreachedView(reading, sessionOf(c)), (visit, view) => unreachedPage(visit, view, lettersPage)),
    )
    .post('/unreached', async (c) => {
      const address = Sha256.safeParse((await readForm(c)).get('address'));
      if (!address.success) return goOn(c, '/unreached');
      const tried = await tryAgain(reading, sessionOf(c), address.data);
      return tried.kind === 'seen' ? goOn(c, '/unreached', 'triedAgain') : sayNo(c, tried);
    });
};
