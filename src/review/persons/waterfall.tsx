import type { FC } from "hono/jsx";
import type { Candidate } from "../../persons/candidates/candidate.ts";
import { wordsOf } from "../../persons/likeness/score-pair.ts";
import { bitsText } from "../../report/persons-text.ts";

interface Step {
  readonly what: string;
  readonly bits: number;
  /** Where its bar begins. */
  readonly from: number;
}

const WIDTH = 260;
const HEIGHT = 14;

/** What each trait adds to the score or takes from it, one below the other. */
export const Waterfall: FC<{ candidate: Candidate }> = ({ candidate }) => {
  const steps = stepsOf(candidate);
  const ends = steps.flatMap(({ from, bits }) => [from, from + bits]);
  const [least, most] = [Math.min(0, ...ends), Math.max(1, ...ends)];
  const scale = WIDTH / (most - least);
  return (
    <section class="scroll" tabindex={0} aria-label="What speaks for one person">
      <table class="waterfall">
        <caption>
          Bits for one person: each bit more makes it twice as likely; from {bitsText(Math.log2(9))}{" "}
          on a pair is proposed.
        </caption>
        <tbody>
          {steps.map(({ what, bits, from }) => (
            <tr>
              <th scope="row">{what}</th>
              <td class="number">{bitsText(bits)}</td>
              <td>
                <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
                  <rect
                    class={bits < 0 ? "against" : "for"}
                    x={(Math.min(from, from + bits) - least) * scale}
                    y="2"
                    width={Math.max(1, Math.abs(bits) * scale)}
                    height={HEIGHT - 4}
                  />
                  <line x1={-least * scale} x2={-least * scale} y1="0" y2={HEIGHT} />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

function stepsOf({ prior, shares, guards, bits }: Candidate): Step[] {
  const steps: Step[] = [];
  let from = 0;
  const add = (what: string, own: number) => {
    steps.push({ what, bits: own, from });
    from += own;
  };
  add("before they are looked at", prior);
  for (const share of shares) add(wordsOf(share) || `same ${share.trait}`, share.bits);
  for (const guard of guards) add(`may be: ${guard.guard}`, guard.bits);
  return [...steps, { what: "together", bits, from: 0 }];
}
