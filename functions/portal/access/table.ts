import type { Who } from './who.ts';

/** One route: who may come, and what it is about for whoever came by the link of one task and a code. */
export type Entry = {
  readonly who: Who;
  /** For a session of one task: of what the route's parameter has to be the task's own. Left out, it is not for him. */
  readonly link?: 'estimate' | 'package' | 'round' | 'task' | 'return' | 'edition' | 'any';
};

const open: Entry = { who: 'anybody', link: 'any' };
const own: Entry = { who: 'signed-in' };
const unit: Entry = { who: 'unit', link: 'estimate' };
const estimate: Entry = { who: 'unit-or-whole', link: 'estimate' };
const pkg: Entry = { who: 'round', link: 'package' };
const decides: Entry = { who: 'decides', link: 'package' };
const locks: Entry = { who: 'locks', link: 'round' };

/**
 * Every route of the portal and who may come to it: the one place where that is said, asked before any of them runs.
 * A route that is not here does not start, and a line here without a route neither.
 */
export const table: Readonly<Record<string, Entry>> = {
  'GET /look.css': open,
  'GET /favicon.ico': open,
  'POST /language': open,
  'POST /sign-out': open,
  'GET /sign-in': open,
  'GET /sign-in/by-mail': open,
  'POST /sign-in/by-mail': open,
  'GET /sign-in/by-mail/:asked/:token': open,
  'POST /sign-in/by-mail/:asked/:token': open,
  // By the capability in the link of a digest: it turns that person's digests off, and nothing else.
  'GET /unsubscribe/:locality/:plan/:person/:signature': open,
  'POST /unsubscribe/:locality/:plan/:person/:signature': open,
  // Says what a short link is about, without figures and names; the page that it stands for asks who comes.
  'GET /s/:code': open,
  'GET /t/:locality/:task/:assignment/:person/:signature': open,
  'POST /t/:locality/:task/:assignment/:person/:signature/code': open,
  'GET /t/:locality/:task/:assignment/:person/:signature/code/:asked': open,
  'POST /t/:locality/:task/:assignment/:person/:signature/code/:asked': open,

  'GET /reminders': own,
  'POST /reminders': own,
  'GET /sessions': own,
  'POST /sessions/end': own,
  'POST /sessions/end-all': own,
  'GET /': own,
  // Each task is asked for by itself, as on its own page; a session of one task has nothing to decide here.
  'GET /decide-many': own,
  'POST /decide-many': own,
  'GET /authorisations': own,
  'POST /authorisations': own,
  'POST /authorisations/:authorisation/revoke': own,
  // Whose absence somebody may record, the domain says: his own, his office's, or anybody's as the standing unit.
  'GET /absences': own,
  'POST /absences': own,
  'POST /absences/leaving': own,
  'POST /absences/:absence/stand-in': own,
  'POST /absences/:absence/cancel': own,
  'GET /unreached': { who: 'standing' },
  'POST /unreached': { who: 'standing' },
  'GET /plan': own,
  'GET /calendar': own,
  'POST /calendar': { who: 'standing' },
  'GET /calendar/:date': own,
  'POST /calendar/:date': { who: 'standing' },
  'GET /codes': own,
  'POST /codes': { who: 'loads-codes' },
  // What a command is about is in its body: the domain asks who may.
  'POST /api/commands': own,
  'GET /tasks/:task': { who: 'task', link: 'task' },
  'POST /tasks/:task/share': { who: 'task' },
  'GET /tasks/:task/extend': { who: 'task' },
  'POST /tasks/:task/extend': { who: 'task' },

  // Each duty to report, with its cycles; what is in a report, its own page says to whom.
  'GET /cycles': own,
  'GET /cycles/over-years': own,
  'GET /cycles/totals': own,
  'GET /cycles/totals/:code': own,
  'GET /cycles/new': own,
  'POST /cycles/new': own,
  'GET /cycles/:cycle': { who: 'cycle' },
  'GET /cycles/:cycle/dates': { who: 'cycle' },
  'POST /cycles/:cycle/cut': { who: 'cycle' },
  'GET /cycles/:cycle/editions/:n': { who: 'cycle', link: 'edition' },
  'GET /cycles/:cycle/editions/:n/numbers/:code': { who: 'cycle' },
  'GET /cycles/:cycle/editions/:n/targets/:code': { who: 'cycle' },
  'POST /cycles/:cycle/editions': { who: 'cycle' },
  'GET /cycles/:cycle/editions/:n/send': { who: 'cycle', link: 'edition' },
  'POST /cycles/:cycle/editions/:n/send': { who: 'cycle', link: 'edition' },
  'GET /returns/:return': { who: 'report', link: 'return' },
  'POST /returns/:return': { who: 'report', link: 'return' },
  'GET /returns/:return/versions/:n': { who: 'report', link: 'return' },
  'GET /returns/:return/files/new': { who: 'report', link: 'return' },
  'GET /returns/:return/files/received/:upload': { who: 'report', link: 'return' },
  'POST /returns/:return/files/received/:upload': { who: 'report', link: 'return' },
  'GET /returns/:return/files/:sha256': { who: 'report', link: 'return' },
  'POST /returns/:return/files/:sha256/detach': { who: 'report', link: 'return' },
  'GET /returns/:return/excuse': { who: 'report' },
  'POST /returns/:return/excuse': { who: 'report' },

  'GET /rounds/new': { who: 'standing' },
  'POST /rounds/new': { who: 'standing' },
  'GET /rounds/:round': { who: 'round', link: 'round' },
  'GET /rounds/:round/dates': { who: 'round' },
  'POST /rounds/:round/share': { who: 'round' },
  'GET /rounds/:round/lock': locks,
  'POST /rounds/:round/lock': locks,
  'GET /rounds/:round/supplement': { who: 'locks' },
  'POST /rounds/:round/supplement': { who: 'locks' },
  'POST /rounds/:round/submitter': { who: 'standing' },
  'GET /rounds/:round/grants': { who: 'round' },
  'GET /rounds/:round/grants/:unit': { who: 'unit-or-whole' },
  'POST /rounds/:round/grants/:unit': { who: 'grants' },
  'GET /rounds/:round/grants/:unit/:n/reverse': { who: 'grants' },
  'POST /rounds/:round/grants/:unit/:n/reverse': { who: 'grants' },
  'GET /rounds/:round/close': { who: 'closes' },
  'POST /rounds/:round/close': { who: 'closes' },
  'GET /rounds/:round/adjust/:unit': { who: 'closes' },
  'POST /rounds/:round/adjust/:unit': { who: 'closes' },

  'GET /estimates/:estimate': estimate,
  'POST /estimates/:estimate': unit,
  'GET /estimates/:estimate/versions/:n': estimate,
  'GET /estimates/:estimate/difference': estimate,
  'POST /estimates/:estimate/shares': unit,
  'GET /estimates/:estimate/return': { who: 'locks' },
  'POST /estimates/:estimate/return': { who: 'locks' },
  'GET /estimates/:id/files/new': unit,
  'GET /estimates/:id/files/received/:upload': unit,
  'POST /estimates/:id/files/received/:upload': unit,
  'GET /estimates/:id/files/:sha256': estimate,
  'POST /estimates/:id/files/:sha256/detach': unit,

  'GET /packages/:package': pkg,
  'GET /packages/:package/print': pkg,
  'GET /results/:package': pkg,
  'GET /packages/:package/decide': decides,
  'POST /packages/:package/decide': decides,
  'GET /packages/:package/confirm': decides,
  'POST /packages/:package/confirm': decides,
  'GET /packages/:package/sign': decides,
  'POST /packages/:package/sign': decides,
  'GET /packages/:package/appraisal': decides,
  'POST /packages/:package/appraisal': decides,
  'GET /packages/:package/cut': decides,
  'POST /packages/:package/cut': decides,
  'GET /packages/:package/part': decides,
  'POST /packages/:package/part': decides,
  'POST /packages/:package/close': { who: 'locks' },
  'GET /packages/:package/comments/new': { who: 'consulted' },
  'POST /packages/:package/comments': { who: 'consulted' },
  'POST /packages/:package/comments/:no/withdraw': { who: 'consulted' },
  'GET /packages/:id/files/new': decides,
  'GET /packages/:id/files/received/:upload': decides,
  'POST /packages/:id/files/received/:upload': decides,
  'GET /packages/:id/files/:sha256': pkg,
  'POST /packages/:id/files/:sha256/detach': decides,
  'GET /adjustments/:package': pkg,
  'GET /adjustments/:package/print': pkg,
  'POST /adjustments/:package': decides,
  'POST /adjustments/:package/sign': decides,
};
