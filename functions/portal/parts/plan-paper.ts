import { shortDate } from '../../../shared/contracts/messages/format.ts';
import { PlainDate } from '../../../shared/domain/calendar.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { Visit } from '../visit.ts';

/** The number and date of a plan's document, as far as it has them. */
export const planPaper = ({ t }: Visit, { number, issued }: Plan['document']): string => {
  const day = PlainDate.safeParse(issued);
  const dated =
    issued === null
      ? []
      : [
          day.success
            ? t.print.paperDate(shortDate(day.data))
            : t.print.paperMonth(issued.split('-').toReversed().join('/')),
        ];
  const said = [...(number === null ? [] : [t.print.paperNumber(number)]), ...dated];
  return said.length === 0 ? t.print.noPaper : said.join(' ');
};
