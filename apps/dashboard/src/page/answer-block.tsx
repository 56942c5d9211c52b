import { Mark } from '../parts/mark.js';
import { Words } from '../parts/sentence.js';
import { type Answer, question } from '../view/answer.js';
import type { OtherLine } from '../view/others.js';

interface AnswerProps {
  readonly answer: Answer;
  readonly others: readonly OtherLine[];
}

function Reasons({ reasons, explainHref }: Answer) {
  return (
    <dl className="why">
      {reasons.map(({ name, says }) => (
        <div className="why-row" key={name}>
          <dt>{name}</dt>
          <dd>
            <Words sentence={says} />
          </dd>
        </div>
      ))}
      {explainHref !== undefined && (
        <div className="why-row">
          <dt>Evidence</dt>
          <dd>
            <a href={explainHref}>every window as a comparison of integers</a>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Others({ lines }: { readonly lines: readonly OtherLine[] }) {
  return (
    <ul className="others" aria-label="Every other objective">
      {lines.map(({ key, mark, name, says }) => (
        <li key={key}>
          <Mark kind={mark} />
          <span>
            <b>{name}</b> <Words sentence={says} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The question, the verdict, the reason: before any evidence. */
export function AnswerBlock({ answer, others }: AnswerProps) {
  const { mark, verdict, rest, reasons } = answer;
  return (
    <>
      <h1 className="ask">{question}</h1>
      <p className="answer">
        <Mark kind={mark} />
        <span>
          {verdict}{' '}
          <span className="rest">
            <Words sentence={rest} />
          </span>
        </span>
      </p>
      {reasons.length > 0 && <Reasons {...answer} />}
      {others.length > 0 && <Others lines={others} />}
    </>
  );
}
