import type { Setting } from '../store/setting.ts'

const CHOICES = ['unasked', 'shorter', 'ask', 'leave'] as const

/** What happens to editions in weeks that are heavier than the person's usual. */
export const onHeavierWeeks: Setting<(typeof CHOICES)[number]> = {
  name: 'editions.heavier',
  fallback: 'unasked',
  meaning:
    'In weeks heavier than your usual: "shorter" editions by themselves, "ask" first, or "leave" them; "unasked" until it first comes up.',
  read: text => CHOICES.find(choice => choice === text.toLowerCase()),
  write: value => value,
}

export const planSettings: readonly Setting[] = [onHeavierWeeks]
