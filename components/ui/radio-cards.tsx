import type { ReactNode } from "react";

export interface RadioCard {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly icon?: ReactNode;
}

interface RadioCardsProps {
  readonly legend: string;
  readonly name: string;
  readonly cards: readonly RadioCard[];
  readonly value: string;
  readonly onValueChange: (value: string) => void;
}

/** A choice among a few ways, each with a sentence. */
export function RadioCards({ legend, name, cards, value, onValueChange }: RadioCardsProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-[repeat(auto-fit,minmax(11rem,1fr))]">
        {cards.map((card) => (
          <label
            key={card.value}
            className="card flex min-w-0 items-start gap-2.5 rounded-md border border-line-strong bg-surface p-3 hover:bg-hover has-checked:border-focus has-checked:bg-chosen has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name={name}
              value={card.value}
              checked={card.value === value}
              onChange={() => onValueChange(card.value)}
              className="mt-0.5 size-4 shrink-0 focus-visible:outline-none"
            />
            <span className="min-w-0">
              <span className="flex items-center gap-1.5 font-medium text-sm [&_svg]:size-4 [&_svg]:text-muted">
                {card.icon}
                {card.label}
              </span>
              {card.description !== undefined && (
                <span className="mt-0.5 block text-muted text-xs">{card.description}</span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
