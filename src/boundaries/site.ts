/** Work sites that are proposed, by what they are. The person takes any of them, and adds their own. */
export const PROPOSED: readonly { readonly kind: string; readonly sites: readonly string[] }[] = [
  {
    kind: 'Code',
    sites: ['github.com', 'gitlab.com', 'bitbucket.org', 'huggingface.co', 'kaggle.com', 'colab.research.google.com'],
  },
  {
    kind: 'Papers',
    sites: [
      'arxiv.org',
      'openreview.net',
      'alphaxiv.org',
      'semanticscholar.org',
      'scholar.google.com',
      'paperswithcode.com',
    ],
  },
  {
    kind: 'AI news',
    sites: ['news.ycombinator.com', 'lobste.rs', 'x.com', 'linkedin.com', 'techcrunch.com', 'lesswrong.com'],
  },
  {
    kind: 'Mail and chat of work',
    sites: [
      'slack.com',
      'teams.microsoft.com',
      'outlook.office.com',
      'mail.google.com',
      'discord.com',
      'zulipchat.com',
    ],
  },
]

export const MOST_SITES = 200

/** A site as a person types or pastes it, as a bare host: "https://www.GitHub.com/x" is "github.com". Undefined for none. */
export function readSite(typed: string): string | undefined {
  const text = typed.trim().replace(/^\*\./, '')
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  const host = url.hostname.replace(/\.$/, '').replace(/^www\./, '')
  // An address by number is this machine or a neighbour, as often as not Evenkeel itself.
  return /^([a-z0-9_-]+\.)+[a-z][a-z0-9-]*$/.test(host) && host.length <= 253 ? host : undefined
}
